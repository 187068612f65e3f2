/** Small policies for the tests of the rules, and the control plane whose flags change them. */
import type { AuthorizationPolicy, PeerAuthentication, PolicyRule } from '../../state/istio.ts';
import type { Controller } from '../../state/kubernetes.ts';
import { metadata } from '../small-mesh.ts';

/** An ALLOW without a rule. */
export function policy(name: string, rest: Partial<AuthorizationPolicy> = {}): AuthorizationPolicy {
  return {
    ...metadata(name),
    action: 'ALLOW',
    selector: null,
    targetRefs: [],
    rules: [],
    dryRun: false,
    conditions: [],
    ...rest,
  };
}

/** A rule of a policy; each clause needs only what it is about. */
export function rule(parts: {
  from?: Partial<PolicyRule['from'][number]>[];
  to?: Partial<PolicyRule['to'][number]>[];
  when?: Partial<PolicyRule['when'][number]>[];
}): PolicyRule {
  return {
    from: (parts.from ?? []).map((source) => ({ ...NO_SOURCE, ...source })),
    to: (parts.to ?? []).map((operation) => ({ ...NO_OPERATION, ...operation })),
    when: (parts.when ?? []).map((condition) => ({ key: '', values: [], notValues: [], ...condition })),
  };
}

const NO_SOURCE: PolicyRule['from'][number] = {
  principals: [],
  notPrincipals: [],
  requestPrincipals: [],
  notRequestPrincipals: [],
  namespaces: [],
  notNamespaces: [],
  serviceAccounts: [],
  notServiceAccounts: [],
  ipBlocks: [],
  notIpBlocks: [],
  remoteIpBlocks: [],
  notRemoteIpBlocks: [],
};

const NO_OPERATION: PolicyRule['to'][number] = {
  hosts: [],
  notHosts: [],
  ports: [],
  notPorts: [],
  methods: [],
  notMethods: [],
  paths: [],
  notPaths: [],
};

export function peerAuthentication(
  name: string,
  mode: string,
  rest: Partial<PeerAuthentication> = {},
): PeerAuthentication {
  return { ...metadata(name), selector: null, mode, portModes: {}, ...rest };
}

/** istiod's Deployment with the given flags. */
export function istiod(env: Record<string, string>, rest: Partial<Controller> = {}): Controller {
  return {
    ...metadata('istio-system/istiod'),
    kind: 'Deployment',
    owner: null,
    desired: 1,
    current: 1,
    ready: 1,
    updated: 1,
    selector: null,
    template: { app: 'istiod' },
    env,
    conditions: [],
    ...rest,
  };
}
