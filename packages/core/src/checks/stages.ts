import type { Stage } from './check.ts';

/** The stages in the order of diagnosis, as people read them. */
export const STAGES: Readonly<Record<Stage, { title: string; what: string }>> = {
  'control-plane': {
    title: 'Control plane',
    what: 'istiod, which tells every proxy what there is and who may call whom.',
  },
  nodes: {
    title: 'Nodes',
    what: 'What runs once on each node: Kubernetes itself, the CNI agent, ztunnel and its certificates.',
  },
  client: { title: 'Caller', what: 'The pod that calls, and how its traffic gets into the mesh.' },
  dns: { title: 'Names', what: 'From a host name to an address.' },
  endpoints: { title: 'Service and endpoints', what: 'From a Service and a port to a pod that can take the call.' },
  'waypoint-binding': {
    title: 'Waypoint binding',
    what: 'Which waypoint a call must pass, and whether it really does.',
  },
  'waypoint-health': { title: 'Waypoint health', what: 'Whether that waypoint can be reached and can reach on.' },
  'l7-config': { title: 'HTTP rules', what: 'Routes and rules about HTTP, and who applies them.' },
  policy: { title: 'Policies', what: 'Who may call whom.' },
  destination: { title: 'Destination', what: 'The pod that is called, and how traffic gets into it.' },
  application: { title: 'Application', what: 'The program in the pod.' },
  gateways: { title: 'Gateways', what: 'The way in from outside.' },
  egress: { title: 'Way out', what: 'Calls to hosts outside the cluster.' },
  multicluster: { title: 'Several clusters', what: 'Calls from one cluster to another.' },
  'catch-all': { title: 'Everything else', what: 'Failures that only show as a rise of errors.' },
};
