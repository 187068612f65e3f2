import { catalogueScenarios } from '../checks/catalogue-scenarios.ts';
import { TAKEN_AT } from '../mesh/start-spec.ts';
import type { Ask, Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';
import type { ChapterId } from './story.ts';
import { DEMO_STORY, demoBundle } from './story.ts';

const EVERY_CHECK = [...new Set(catalogueScenarios.flatMap((scenario) => scenario.fires ?? []))];

interface Told {
  readonly asks: readonly Ask[];
  readonly fires: readonly string[];
}

const STILL_WELL = expectDelivered('platform/auth', 'data/users-db:5432', null);
const RESTING: readonly Ask[] = [
  expectDelivered('web/frontend', 'shop/cart:80', 'shop/waypoint'),
  expectDelivered('web/checkout', 'payments/ledger:80', 'payments/ledger-waypoint'),
  expectDelivered('payments/refunds', 'payments/invoices:80', 'platform/shared'),
  expectDelivered('shop/cart', 'data/orders-db:5432', null),
  expectDelivered('gateway:edge/public', 'web/frontend:80', null),
  expectDelivered('gateway:edge/public', 'shop/catalog:80', 'shop/waypoint'),
  STILL_WELL,
  // Gateways of `partner` may not be listed: whether a waypoint stands before its services cannot be known.
  { from: 'web/checkout', to: 'partner/shipping:80', expect: { verdict: ['unknown'], hop: null } },
];

/** What must be said in each chapter of the demo. */
const TOLD: Record<ChapterId, Told> = {
  rest: { asks: RESTING, fires: [] },
  healed: { asks: RESTING, fires: [] },
  waypoint: {
    asks: [
      expectBlocked('web/frontend', 'shop/cart:80', 'waypoint', 'waypoint-no-pods', { waypoint: 'shop/waypoint' }),
      expectDelivered('shop/cart', 'data/orders-db:5432', null),
      STILL_WELL,
    ],
    fires: ['waypoint-no-pods'],
  },
  ztunnel: {
    asks: [
      expectBlocked('shop/cart', 'data/orders-db:5432', 'destination-ztunnel', 'ztunnel-crashloop', { blame: 'istio' }),
    ],
    fires: ['ztunnel-crashloop'],
  },
  'network-policy': {
    asks: [
      expectBlocked('shop/cart', 'data/orders-db:5432', 'outbound-link', 'netpol-ingress-blocks-hbone', {
        blame: 'kubernetes',
      }),
      expectDelivered('web/frontend', 'shop/cart:80', 'shop/waypoint'),
      STILL_WELL,
    ],
    fires: ['netpol-ingress-blocks-hbone'],
  },
  identity: {
    asks: [
      expectBlocked('web/checkout', 'payments/ledger:80', 'destination-ztunnel', 'waypoint-identity-not-allowed', {
        blame: 'configuration',
        waypoint: 'payments/ledger-waypoint',
      }),
      STILL_WELL,
    ],
    fires: ['waypoint-identity-not-allowed'],
  },
  rollout: {
    asks: [
      {
        from: 'shop/cart',
        to: 'shop/pricing:80',
        expect: { verdict: ['blocked'], waypoint: 'shop/waypoint', notBlame: ['istio', 'configuration'] },
      },
      STILL_WELL,
    ],
    fires: ['app-image-or-config-error'],
  },
};

const isCalm = (chapter: ChapterId) => chapter === 'rest' || chapter === 'healed';

/** The chapters of the demo as scenarios: where nothing is wrong, no check may fire. */
export const chapters: readonly Scenario[] = DEMO_STORY.map(({ id, title }) => ({
  id: `demo-${id}`,
  title,
  bundle: () => demoBundle(id, TAKEN_AT),
  ...TOLD[id],
  silent: isCalm(id) ? EVERY_CHECK : [],
}));
