import type { Bundle } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

interface Dump {
  services: { name: string; endpoints: Record<string, unknown> }[];
}

/** ztunnels know no more than the given number of the callee's pods. */
function forgetting(made: Mesh, keep: number): Mesh {
  const plain = made.bundle.bind(made);
  made.bundle = (): Bundle => {
    const bundle = plain();
    const readings = bundle.readings.map((one) => {
      if (one.source !== 'ztunnel-config') return one;
      const body = JSON.parse(JSON.stringify(one.body)) as Dump;
      for (const service of body.services)
        if (service.name === 'server')
          service.endpoints = Object.fromEntries(Object.entries(service.endpoints).slice(0, keep));
      return { ...one, body };
    });
    return { ...bundle, readings };
  };
  return made;
}

const young = (made: Mesh): Mesh => {
  made.workload('shop/server').createdAgo = 40;
  return made;
};

export const endpointDivergence: readonly Scenario[] = [
  ...firesAndNear(
    'endpoint-divergence',
    {
      title: 'ztunnel knows one of two ready pods',
      mesh: () => forgetting(pair({ replicas: 2 }), 1),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'ztunnel knows both',
      mesh: () => pair({ replicas: 2 }),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'endpoints-on-their-way',
    title: 'The pods became ready less than a minute ago',
    bundle: () => forgetting(young(pair({ replicas: 2 })), 1).bundle(),
    asks: [],
    silent: ['endpoint-divergence'],
  },
];
