/** `hopscope diff`: what changed between two snapshots, or bundles, or one of each. */
import { randomBytes } from 'node:crypto';
import {
  analyze,
  diffSnapshots,
  looksLikeSnapshot,
  normalizeBundle,
  type Parsed,
  PLAIN_VIEW,
  readBundle,
  type SnapshotDiff,
  type SnapshotDocument,
} from '@hopscope/core';
import { makeDocument } from '../snapshots/make-document.ts';
import { decodeChecked } from '../snapshots/signed-file.ts';
import { readBundleFiles } from '../sources/bundle-files.ts';
import type { DiffCommand } from './snapshot-options.ts';
import { EXIT, type Painter, painterOf, plain, type Terminal, tell } from './terminal.ts';
import { VERSION } from './version.ts';

/** 0 nothing got worse, 1 something did, 2 they cannot be read or compared. */
export async function runDiff({ before, after, json }: DiffCommand, terminal: Terminal): Promise<number> {
  const old = await readSide(before, terminal);
  if (!old.ok) return tell(terminal, [old.reason], EXIT.unknown);
  const now = await readSide(after, terminal);
  if (!now.ok) return tell(terminal, [now.reason], EXIT.unknown);
  const compared = diffSnapshots(old.value, now.value);
  if (!compared.ok) return tell(terminal, [compared.reason], EXIT.unknown);
  const { diff } = compared;
  terminal.out(json ? `${JSON.stringify(diff, null, 2)}\n` : formatDiff(diff, painterOf(terminal)));
  return isWorse(diff) ? EXIT.failed : EXIT.ok;
}

async function readSide(path: string, terminal: Terminal): Promise<Parsed<SnapshotDocument>> {
  const read = await readBundleFiles(path, terminal.readStdin);
  if (!read.ok) return read;
  const [only] = read.files;
  if (only && read.files.length === 1 && looksLikeSnapshot(only.text)) {
    const decoded = decodeChecked(only.text);
    return decoded.ok
      ? { ok: true, value: decoded.snapshot.document }
      : { ok: false, reason: `${path}: ${decoded.reason}` };
  }
  const bundle = normalizeBundle(readBundle(read.files));
  if (!bundle.ok) return bundle;
  const { state } = bundle;
  const choice = { profile: 'full' as const, pair: '', paths: [], viewer: PLAIN_VIEW, namespaces: null };
  const more = { version: VERSION, createdAt: state.takenAt, pairSecret: randomBytes(32) };
  return { ok: true, value: makeDocument({ state, report: analyze(state) }, choice, more).document };
}

function isWorse({ flips, appear }: SnapshotDiff): boolean {
  const stopped = flips.some(({ before, after }) => before.verdict === 'delivered' && after.verdict !== 'delivered');
  return stopped || appear.some(({ severity }) => severity === 'broken');
}

/** The sentence, then what changed, the worst first. */
export function formatDiff(diff: SnapshotDiff, paint: Painter): string {
  const { flips, paths, appear, disappear, chain, policies, versions, nodes, links, gaps, notes } = diff;
  const change = (what: string, before: string, after: string): string =>
    `${what}: ${before || 'none'} → ${after || 'none'}`;
  const parts: [title: string, lines: string[]][] = [
    ['New reasons:', appear.map(({ sentence, blame }) => `${sentence} (blame: ${blame})`)],
    ['Reasons that are gone:', disappear.map(({ sentence }) => sentence)],
    [
      'Paths:',
      paths.map(({ ask, before, after }) => `${change(ask, before.verdict, after.verdict)}. ${after.sentence}`),
    ],
    [
      'Links whose verdict or way changed:',
      flips.map(({ ask, before, after }) => {
        const cause = after.cause || before.cause;
        return `${change(ask, before.verdict, after.verdict)}${cause === '' ? '' : ` (${cause})`}`;
      }),
    ],
    ['Components:', chain.map(({ id, before, after }) => change(id, before, after))],
    ['Policies:', policies.map(({ policy, what }) => `${policy} was ${what}`)],
    ['Releases:', versions.map(({ component, before, after }) => change(component, before, after))],
    ['Nodes:', [...nodes.added.map((id) => `+ ${id}`), ...nodes.removed.map((id) => `- ${id}`)]],
    ['Links:', [...links.added.map(({ id }) => `+ ${id}`), ...links.removed.map(({ id }) => `- ${id}`)]],
    ['Sources:', gaps.map(({ source, before, after }) => change(source, before, after))],
    ['Not compared:', notes],
  ];
  const shown = parts.filter(([, lines]) => lines.length > 0);
  const text = shown.flatMap(([title, lines]) => ['', title, ...lines.map((line) => `  ${plain(line)}`)]);
  const times = `From ${diff.before.asOf} to ${diff.after.asOf}.`;
  return `${[paint('bold', plain(diff.sentence)), paint('dim', plain(times)), ...text].join('\n')}\n`;
}
