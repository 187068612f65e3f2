import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const evidenceGap: readonly Scenario[] = [
  ...firesAndNear(
    'evidence-gap',
    {
      title: 'Nothing is wrong in the objects, and ztunnel may not be asked',
      mesh: () => pair().forbidReadings(),
      asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['unknown'], hop: null } }],
    },
    {
      title: 'Everything was read',
      mesh: () => pair(),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'evidence-gap-stopped',
    title: 'What stops the call is known, although ztunnel may not be asked',
    bundle: () => pair().authorizationPolicy('shop/nothing', {}).forbidReadings().bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['blocked'], cause: 'allow-nothing-policy', notCauses: ['evidence-gap'] },
      },
    ],
    silent: ['evidence-gap'],
  },
];
