/** Short answers: istiod's version and mesh configuration, its readiness and istio-cni's. */
import type { CniReadiness, ComponentVersion, IstiodMesh, IstiodReadiness } from '../state/component-answers.ts';
import { readMeshConfig } from './config-maps.ts';
import { isRecord, oneOf, type Raw, record, records, shortened, str } from './fields.ts';
import { parseYaml } from './yaml-text.ts';
import type { Answered } from './ztunnel-config.ts';

/** `/version`: `1.30.1-<build>-Clean`, or the same as an object; null where there is no version in it. */
export function readVersion(content: unknown, answered: Answered): ComponentVersion | null {
  if (typeof content === 'string') return versionOfText(content.trim(), answered);
  const raw = infoOf(content);
  const version = shortened(oneOf(raw, 'version', 'Version', 'gitVersion', 'tag'), 100);
  if (!/\d/.test(version)) return null;
  return { version, ...answered, build: shortened(oneOf(raw, 'revision', 'GitRevision', 'gitCommit'), 64) };
}

/** Build information directly, under `Info`, or in the first entry of `meshVersion`, as istioctl writes it. */
function infoOf(content: unknown): Raw {
  const outer = record(content);
  const listed = records(oneOf(outer, 'meshVersion', 'MeshVersion'))[0] ?? outer;
  const inner = oneOf(listed, 'Info', 'info', 'clientVersion');
  return isRecord(inner) ? inner : listed;
}

/** `<version>-<build>-<status>`; the version itself may have dashes. */
function versionOfText(text: string, answered: Answered): ComponentVersion | null {
  const words = /^(?:version:\s*)?"?([\w.+-]{3,200})"?$/.exec(text)?.[1];
  if (words === undefined || !/^\d|^v\d|^master|^latest|^unknown/.test(words)) return null;
  const match = /^(.*?)-([0-9a-f]{7,40}|unknown)(?:-\w+)*$/.exec(words);
  return { version: shortened(match?.[1] ?? words, 100), ...answered, build: match?.[2] ?? '' };
}

/** `/debug/mesh`; null where it is no object with settings of a mesh. */
export function readIstiodMesh(content: unknown, answered: Answered): IstiodMesh | null {
  const raw = typeof content === 'string' ? parseYaml(content) : content;
  if (!isRecord(raw) || !KEYS.some((key) => raw[key] !== undefined)) return null;
  return { config: readMeshConfig(raw, 'default', answered.pod.split('/')[0] ?? ''), ...answered };
}

const KEYS = [
  'rootNamespace',
  'trustDomain',
  'defaultConfig',
  'outboundTrafficPolicy',
  'connectTimeout',
  'ingressClass',
];

/** `/readyz` of istio-cni, `/ready` of istiod: an empty answer or a word. */
export function readReady(content: unknown, answered: Answered): (CniReadiness & IstiodReadiness) | null {
  if (typeof content === 'boolean') return { ready: content, ...answered };
  if (isRecord(content)) return readReady(oneOf(content, 'ready', 'status', 'body', 'text'), answered);
  const text = str(content).trim();
  if (/^(?:ok|ready|200.*|true|healthy)?$/i.test(text)) return { ready: true, ...answered };
  return /not ready|unavailable|fail|503|500|false/i.test(text) ? { ready: false, ...answered } : null;
}
