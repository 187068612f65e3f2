/** The catalogue against the checks: none missing, none invented, and where a check says otherwise there is a reason. */
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { CATALOGUE } from './catalogue.ts';
import { CHECKS } from './index.ts';

const NEW_PODS_ONLY = 'what runs goes on; only new pods or calls from elsewhere fail';
const BY_CHOICE = 'a legal choice: it counts as a failure only where a rule is passed by';
const NOT_THE_PROGRAM = 'a Service and its pods do not fit together; the program in them is not to blame';

/** Where our check differs from the catalogue on purpose, and why. */
const DIFFERS: Readonly<Record<string, { severity?: string; blame?: string }>> = {
  'cni-daemonset-missing-on-node': { severity: NEW_PODS_ONLY },
  'cni-agent-not-ready': { severity: NEW_PODS_ONLY },
  'cni-node-taint-left': { severity: NEW_PODS_ONLY },
  'source-not-meshed-by-choice': { severity: BY_CHOICE },
  'service-selector-matches-nothing': { blame: NOT_THE_PROGRAM },
  'named-targetport-unresolved': { blame: NOT_THE_PROGRAM },
  'manual-endpoints-plaintext': { severity: BY_CHOICE },
  'waypoint-bypassed-headless': { severity: BY_CHOICE },
  'waypoint-bypassed-sidecar-client': { severity: BY_CHOICE },
  'waypoint-bypassed-unmeshed-client': { severity: BY_CHOICE },
  'trust-domain-mismatch': { severity: 'certificates of the old domain live on for a day' },
  'gateway-address-pending': { severity: 'callers inside and by NodePort still arrive' },
  'gateway-externaltrafficpolicy-local': { severity: 'load balancers that look at health leave such nodes out' },
  'cni-ztunnel-disconnected': { severity: NEW_PODS_ONLY },
  'cni-config-removed-by-primary-cni': { severity: 'new pods go on in plain text' },
  'ztunnel-stale-state': { severity: 'only calls to what it has missed fail, and those are judged one by one' },
  'ext-authz-failing': { severity: 'a provider may be told to let pass what it cannot judge' },
  'remote-cluster-not-synced': { severity: 'calls inside this cluster go on' },
  'cross-cluster-port-mismatch': { severity: 'calls inside this cluster go on' },
  'unencrypted-path': { blame: 'both ends are set up rightly, so it is what runs there' },
  'multinetwork-feature-off': { severity: 'calls inside one network go on' },
};

const byId = new Map(CHECKS.map((check) => [check.id, check]));

describe('the failure catalogue', () => {
  it('has 191 entries, each once, in order', () => {
    expect(CATALOGUE.length).toBe(191);
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(191);
    const numbers = CATALOGUE.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  });

  it('has a check for each entry, and an entry for each check', () => {
    expect(CHECKS.map(({ id }) => id)).toEqual(CATALOGUE.map(({ id }) => id));
  });

  it('has a scenario that fires each, and a near miss that leaves it silent', () => {
    const ids = new Set(scenarios.map(({ id }) => id));
    const wanted = CATALOGUE.flatMap(({ id }) => [id, `${id}-near`]);
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(CATALOGUE.map((entry) => [entry.id, entry] as const))(
    '%s is what the catalogue says, or says why not',
    (id, entry) => {
      const check = byId.get(id)!;
      const reasons = DIFFERS[id] ?? {};
      expect(check.stage).toBe(entry.stage);
      expect(Math.floor(check.number)).toBe(Number.parseInt(entry.number, 10));
      expect(Number.isInteger(check.number)).toBe(/\d$/.test(entry.number));
      const isSame = (list: readonly string[], own: string): boolean => list.length === 0 || list.includes(own);
      expect(reasons.severity !== undefined || isSame(entry.severities, check.severity), check.severity).toBe(true);
      expect(reasons.blame !== undefined || isSame(entry.blames, check.blame), check.blame).toBe(true);
    },
  );
});
