/** For tests: arbitrary JSON from a seed, with the keys the readers look for in it so that their branches are met. */

/** A generator of numbers in [0, 1) that gives the same row for the same seed. */
export function randomRow(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const KEYS =
  `metadata spec status name namespace labels annotations uid ownerReferences controller conditions type reason message
   containers initContainers env value args command ports port containerPort protocol containerStatuses state waiting terminated lastState podIPs
   podIP ip selector matchLabels matchExpressions values endpoints addresses targetRef rules from to when source operation
   principals targetRef targetRefs kind group matches path headers backendRefs weight parentRefs parents listeners tls
   allowedRoutes namespaces hosts resolution exportTo http route destination host subsets mtls mode portLevelMtls ingress
   egress podSelector namespaceSelector ipBlock cidr policyTypes taints nodeInfo data mesh EXCLUDE_NAMESPACES
   AMBIENT_ENABLEMENT_SELECTOR webhooks clientConfig service workloads services policies certificates workloadState vips
   waypoint hboneMtlsPort certChain rootCerts connections inbound info proxy resources sent acked lastError items pending
   ready error code body text pod at template series count lastTimestamp scaleTargetRef __proto__ constructor`.split(
    /\s+/,
  );
const TEXTS = [
  '',
  'x',
  'app',
  '8080',
  'true',
  'None',
  '2026-01-01T00:00:00Z',
  'a,b',
  '{',
  '- a',
  'ns/name',
  'http://u:p@h:1/x',
  'Ünïcode\u0000',
  '🙂',
];

/** One arbitrary value, at most `depth` levels deep. */
export function randomJson(row: () => number, depth: number): unknown {
  const pick = row();
  if (depth > 0 && pick < 0.45) return randomObject(row, depth);
  if (depth > 0 && pick < 0.65) return Array.from({ length: Math.floor(row() * 4) }, () => randomJson(row, depth - 1));
  if (pick < 0.7) return null;
  if (pick < 0.76) return row() < 0.5;
  if (pick < 0.85) return Math.round((row() - 0.3) * 10 ** Math.floor(row() * 18)) / 10;
  return TEXTS[Math.floor(row() * TEXTS.length)];
}

/** An object with own keys only, also where one is called `__proto__`, as JSON.parse would make it. */
function randomObject(row: () => number, depth: number): object {
  const out = {};
  for (let left = Math.floor(row() * 9); left > 0; left--) {
    const key = KEYS[Math.floor(row() * KEYS.length)]!;
    const value = randomJson(row, depth - 1);
    Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return out;
}
