import type { Decider } from '@hopscope/core';

/** Where on the way something decides, for people who do not know the hops by name. */
export const HOP_WORDS: Readonly<Record<Decider['hop'], string>> = {
  client: 'the caller',
  'source-ztunnel': "the caller's node proxy (ztunnel)",
  resolution: 'the name or endpoint choice',
  'outbound-link': 'the network behind the caller',
  gateway: 'the gateway',
  waypoint: 'the waypoint',
  'upstream-link': 'the network behind the waypoint',
  'east-west-gateway': 'the east-west gateway',
  'destination-ztunnel': "the destination's node proxy (ztunnel)",
  destination: 'the destination',
  external: 'the target outside',
  'control-plane': 'the control plane',
};
