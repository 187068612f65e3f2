/** From options to the commands about snapshots. */
import { type Parsed, type PathQuery, type Profile, parseAsk } from '@hopscope/core';
import { type AskedMesh, bad, readAskedMesh, text, texts, type Values } from './option-values.ts';

export interface SnapshotCommand {
  name: 'snapshot';
  mesh: AskedMesh;
  output: string;
  profile: Profile;
  paths: PathQuery[];
}

export interface DiffCommand {
  name: 'diff';
  /** a snapshot or a bundle each */
  before: string;
  after: string;
  json: boolean;
}

/** `-o FILE`, whose ending tells the form, `--profile`, `--path "A -> B:PORT"`. */
export function readSnapshotCommand(values: Values): Parsed<SnapshotCommand> {
  const mesh = readAskedMesh(values, 0);
  if (!mesh.ok) return mesh;
  const output = text(values, 'output') ?? '';
  if (!/^-$|\.(?:json|html|svg|png)$/.test(output))
    return bad(
      'Say where to write to: hopscope snapshot -o FILE.json, FILE.html for a page, FILE.svg or FILE.png for a picture.',
    );
  const profile = text(values, 'profile') ?? 'team';
  if (profile !== 'full' && profile !== 'team' && profile !== 'shape')
    return bad(`--profile is full, team or shape, not "${profile}".`);
  const paths: PathQuery[] = [];
  for (const ask of texts(values, 'path')) {
    const query = parseAsk(ask);
    if (!query.ok) return query;
    paths.push(query.value);
  }
  return { ok: true, value: { name: 'snapshot', mesh: mesh.value, output, profile, paths } };
}

/** Two files. */
export function readDiffCommand(values: Values, [before, after]: readonly string[]): Parsed<DiffCommand> {
  if (before === undefined || after === undefined)
    return bad('Say which two: hopscope diff BEFORE AFTER, snapshots or bundles.');
  if (before === '-' && after === '-') return bad('Standard input can be read once: one of both must be a file.');
  return { ok: true, value: { name: 'diff', before, after, json: values['json'] === true } };
}
