/** `hopscope snapshot`: the mesh at this moment, judged and redacted, as a file that opens without any server. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { analyze, PLAIN_VIEW } from '@hopscope/core';
import { exportHtml, readViewer } from '../snapshots/export-html.ts';
import { makeDocument } from '../snapshots/make-document.ts';
import { encodeSigned } from '../snapshots/signed-file.ts';
import { readMesh } from './read-mesh.ts';
import { webFolder } from './serve.ts';
import type { SnapshotCommand } from './snapshot-options.ts';
import { EXIT, type Terminal, tell } from './terminal.ts';
import { VERSION } from './version.ts';

/** Writes it; resolves to the exit code. Without a server there is no key, so it has a digest and no signature. */
export async function runSnapshot(command: SnapshotCommand, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal);
  if (!mesh.ok) return tell(terminal, [mesh.reason], EXIT.failed);
  const { state } = mesh;
  const choice = { profile: command.profile, pair: '', paths: command.paths, viewer: PLAIN_VIEW, namespaces: null };
  const createdAt = new Date().toISOString();
  const made = makeDocument({ state, report: analyze(state) }, choice, {
    version: VERSION,
    createdAt,
    pairSecret: randomBytes(32),
  });
  const file = encodeSigned(made, null);
  if (command.output === '-') {
    terminal.out(`${file}\n`);
    return EXIT.ok;
  }
  const viewer = command.output.endsWith('.html') ? readViewer(webFolder()) : null;
  if (command.output.endsWith('.html') && viewer === null)
    return tell(terminal, ['This build has no viewer to put into a page: write FILE.json instead.'], EXIT.failed);
  const title = made.document.headline.sentence.replaceAll('`', '');
  try {
    await writeFile(command.output, viewer === null ? file : exportHtml(file, title, viewer), { mode: 0o600 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return tell(terminal, [`${command.output} cannot be written: ${why}`], EXIT.failed);
  }
  const { replaced, removed } = made.document.redaction;
  const counts = Object.entries(replaced).map(([kind, count]) => `${count} ${kind}`);
  terminal.err(
    `Wrote ${command.output}: profile ${command.profile}, replaced ${counts.join(', ')}, ${removed} texts left out.\n`,
  );
  return EXIT.ok;
}
