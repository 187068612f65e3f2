import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const waypointAttachmentDenied: readonly Scenario[] = firesAndNear(
  'waypoint-attachment-denied',
  {
    title: 'The waypoint admits its own namespace only',
    mesh: () => pair({ waypoint: 'infra/shared' }).namespace('infra').waypoint('infra/shared'),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
  {
    title: 'The waypoint admits all',
    mesh: () => pair({ waypoint: 'infra/shared' }).namespace('infra').waypoint('infra/shared', { allowed: 'All' }),
    asks: [expectDelivered(CLIENT, SERVER, 'infra/shared')],
  },
);
