/** `hopscope snapshot`: the mesh at this moment, judged and redacted, as a file that opens without any server. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { analyze, type Parsed, PLAIN_VIEW } from '@hopscope/core';
import { findPaintTools } from '../render/find-tools.ts';
import { createPainter } from '../render/painter.ts';
import { drawSnapshot } from '../render/snapshot-picture.ts';
import { exportHtml, readViewer } from '../snapshots/export-html.ts';
import { type MadeDocument, makeDocument } from '../snapshots/make-document.ts';
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
  const content = await contentOf(command.output, file, made);
  if (!content.ok) return tell(terminal, [content.reason], EXIT.failed);
  try {
    await writeFile(command.output, content.value, { mode: 0o600 });
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

/** What the file holds, by its ending. */
async function contentOf(output: string, file: string, { document }: MadeDocument): Promise<Parsed<string | Buffer>> {
  if (output.endsWith('.html')) {
    const viewer = readViewer(webFolder());
    if (viewer === null)
      return { ok: false, reason: 'This build has no viewer to put into a page: write FILE.json instead.' };
    return { ok: true, value: exportHtml(file, document.headline.sentence.replaceAll('`', ''), viewer) };
  }
  if (!/\.(?:svg|png)$/.test(output)) return { ok: true, value: file };
  const { svg, width } = drawSnapshot(document, 'export', 'light');
  if (output.endsWith('.svg')) return { ok: true, value: svg };
  const painter = createPainter(findPaintTools());
  const painted = await painter.paint(svg, width);
  await painter.close();
  return painted.ok ? { ok: true, value: painted.png } : painted;
}
