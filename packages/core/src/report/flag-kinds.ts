/** What the flags by which proxies count failures stand for (signals 3.4, 5). */

/** `anything`: a flag that proxies use where they have no better one. */
export type FlagKind = 'policy' | 'network' | 'certificate' | 'upstream' | 'route' | 'anything';

const OF_ZTUNNEL: Readonly<Record<string, FlagKind>> = {
  DENY: 'policy',
  NETWORK_POLICY: 'network',
  TLS_FAILURE: 'certificate',
  IDENTITY_ERROR: 'certificate',
  CERT_REVOKED: 'certificate',
};

/** Envoy's; UF is also what a waypoint says where the ztunnel behind it refuses. */
const OF_ENVOY: readonly (readonly [RegExp, FlagKind])[] = [
  [/\b(?:UAEX|RBAC)\b/, 'policy'],
  [/\b(?:NR|NC)\b/, 'route'],
  [/\b(?:UH|UO|UT|URX|LR|LH|UR)\b/, 'upstream'],
];

/** Of a flag of ztunnel, or a status with a flag of Envoy. */
export function kindOfFlag(flag: string): FlagKind {
  return (
    OF_ZTUNNEL[flag] ?? (flag === '403' ? 'policy' : (OF_ENVOY.find(([form]) => form.test(flag))?.[1] ?? 'anything'))
  );
}

/** For people: what is behind a flag. */
export const FLAG_WORDS: Readonly<Record<FlagKind, string>> = {
  policy: 'a policy refuses them',
  network: 'the network drops them, as a NetworkPolicy or a firewall does',
  certificate: 'the two ends do not accept the certificates of each other',
  upstream: 'what is called does not answer the proxy in front of it',
  route: 'the proxy has no route for them',
  anything: 'they are refused, or broken off, for a reason the counter does not tell',
};
