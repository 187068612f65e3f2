import type { Bundle } from '../bundle.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { demoAtRest, LEDGER_CALLERS, ledgerPolicy, ordersPolicy } from './rest.ts';

export type ChapterId = 'rest' | 'waypoint' | 'ztunnel' | 'network-policy' | 'identity' | 'rollout' | 'healed';

export interface Chapter {
  readonly id: ChapterId;
  readonly title: string;
  /** What happens, for a person who sees the map change. */
  readonly sentence: string;
  readonly seconds: number;
}

/** The story the demo plays in a loop. */
export const DEMO_STORY: readonly Chapter[] = [
  {
    id: 'rest',
    title: 'At rest',
    sentence: 'Every link works; two services of a partner cannot be judged.',
    seconds: 30,
  },
  {
    id: 'waypoint',
    title: 'A waypoint loses its pods',
    sentence: 'shop/waypoint was scaled to zero; nothing that must pass it arrives.',
    seconds: 45,
  },
  {
    id: 'ztunnel',
    title: 'A ztunnel dies on node-3',
    sentence: 'The ztunnel of node-3 crashes on every start; its pods have lost the mesh.',
    seconds: 45,
  },
  {
    id: 'network-policy',
    title: 'A NetworkPolicy forgets 15008',
    sentence: 'data/orders-db admits port 5432 only; mesh traffic comes on 15008.',
    seconds: 45,
  },
  {
    id: 'identity',
    title: "A policy forgets the waypoint's identity",
    sentence: 'payments/ledger-only-api admits the callers, not the waypoint that calls in their name.',
    seconds: 45,
  },
  {
    id: 'rollout',
    title: 'A rollout goes wrong',
    sentence: 'The new version of shop/pricing has no image, and the old pods are gone.',
    seconds: 45,
  },
  { id: 'healed', title: 'All heals', sentence: 'Every fault is mended; the map is green again.', seconds: 30 },
];

/** Faults look as if they began this long before their chapter, so that they count as lasting at once. */
const HEAD_START = 90;

/**
 * The demo's mesh in one chapter. `takenAt` is the time of the picture; `secondsIn` how long the chapter has been
 * playing, so that the fault's times stand still while it does.
 */
export function demoBundle(chapter: ChapterId, takenAt: string, secondsIn = 0): Bundle {
  const demo = demoAtRest(takenAt);
  CHAPTERS[chapter](demo, secondsIn + HEAD_START);
  return demo.bundle();
}

const CHAPTERS: Record<ChapterId, (demo: Mesh, since: number) => void> = {
  rest: () => undefined,
  waypoint: (demo, since) => demo.scale('shop/waypoint', 0, since),
  ztunnel: (demo, since) => demo.fault('istio-system/ztunnel', { state: 'crash', since, on: ['node-3'] }),
  'network-policy': (demo, since) =>
    demo
      .networkPolicy('data/orders-db', ordersPolicy([5432]), since)
      .quiet(
        ...['shop/cart', 'shop/catalog', 'shop/inventory', 'payments/ledger'].map(
          (caller) => `${caller} data/orders-db:5432`,
        ),
      ),
  identity: (demo, since) => {
    const policies = demo.spec.authorizationPolicies;
    demo.spec.authorizationPolicies = policies.filter((policy) => policy.name !== 'ledger-only-api');
    demo
      .authorizationPolicy('payments/ledger-only-api', ledgerPolicy(LEDGER_CALLERS), { since })
      .quiet(
        ...['web/checkout', 'web/account', 'payments/api', 'payments/invoices', 'payments/refunds'].map(
          (caller) => `${caller} payments/ledger:80`,
        ),
      );
  },
  rollout: (demo, since) =>
    demo.rollout('shop/pricing', {
      state: 'image',
      since,
      message: 'Back-off pulling image "registry.example/shop/pricing:1.5.0": not found',
    }),
  healed: () => undefined,
};
