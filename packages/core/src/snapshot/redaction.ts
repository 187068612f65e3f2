/** What leaves with a snapshot, by profile. Redaction comes before storage: the unredacted form is written nowhere. */
import type { Hmac } from './pseudonyms.ts';
import { redactShape } from './redact-shape.ts';
import { redactTeam } from './redact-team.ts';
import type { Profile } from './snapshot-document.ts';
import type { Redacted, Told } from './told.ts';

export interface RedactionChoice {
  profile: Profile;
  /** keyed for this snapshot, or for all that are to be comparable */
  hmac: Hmac;
  /** names of all nodes of the cluster */
  nodes: Iterable<string>;
  /** `cluster.local` */
  domain: string;
}

/** What a profile leaves of it. */
export function redact(told: Told, { profile, hmac, nodes, domain }: RedactionChoice): Redacted {
  if (profile === 'team') return redactTeam(told, hmac, nodes, domain);
  if (profile === 'shape') return redactShape(told, hmac);
  return { told, replaced: { addresses: 0, nodes: 0, hosts: 0, names: 0, ports: 0 }, removed: 0, rounded: 0 };
}
