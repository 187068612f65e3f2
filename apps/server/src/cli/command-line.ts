/** From arguments to a command: what was asked, or one sentence on what is wrong with it. */
import { parseArgs } from 'node:util';
import {
  type From,
  type Parsed,
  type PathQuery,
  parseAsk,
  parseFrom,
  parseTo,
  type Ref,
  type To,
} from '@hopscope/core';
import { HIGHEST_TIER } from '../collect/tiers.ts';
import { OPTIONS } from './command-options.ts';
import type { CommandName } from './help.ts';
import {
  type AskedMesh,
  bad,
  type ChangeChoice,
  HIGHEST_ASKED,
  type Listen,
  type MeshChoice,
  readAskedMesh,
  readChangeChoice,
  readForm,
  readHttp,
  readListen,
  readMesh,
  readObject,
  readTiers,
  TIERS_OF_BUNDLE,
  text,
  texts,
  type Values,
} from './option-values.ts';
import { type DiffCommand, readDiffCommand, readSnapshotCommand, type SnapshotCommand } from './snapshot-options.ts';

export type Command =
  | { name: 'help'; about: CommandName | null }
  | { name: 'version' }
  | ({ name: 'demo' } & Listen)
  | ({ name: 'serve'; mesh: MeshChoice; tiers: number; prometheus: string | null; config: string | null } & Listen)
  | { name: 'gather'; mesh: MeshChoice; output: string; tiers: number; prometheus: string | null }
  | { name: 'explain'; mesh: AskedMesh; query: PathQuery; json: boolean; change: ChangeChoice }
  | { name: 'check'; mesh: AskedMesh; form: 'text' | 'json' | 'sarif'; change: ChangeChoice; expect: string[] }
  | { name: 'reach'; mesh: AskedMesh; about: ReachAsk; http: PathQuery['http']; json: boolean; change: ChangeChoice }
  | SnapshotCommand
  | DiffCommand
  | { name: 'policy' | 'waypoint'; mesh: AskedMesh; object: Ref; json: boolean; change: ChangeChoice };

/** One end is given, the other is asked for. */
export type ReachAsk = { direction: 'to'; to: To } | { direction: 'from'; from: From };

const COMMANDS = Object.keys(OPTIONS) as CommandName[];
const good = (value: Command): Parsed<Command> => ({ ok: true, value });

/** Reads arguments (without node and the program). A failure is one sentence; its exit code is 64. */
export function parseCommand(args: readonly string[]): Parsed<Command> {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const about = COMMANDS.find((name) => name === rest[0]) ?? null;
    return good({ name: 'help', about });
  }
  if (first === '--version' || first === '-V' || first === 'version') return good({ name: 'version' });
  const name = COMMANDS.find((known) => known === first);
  if (name === undefined) return bad(`There is no command "${first}"; there are ${COMMANDS.join(', ')}.`);
  const split = splitArguments(name, rest);
  if (!split.ok) return split;
  const { values, positionals } = split.value;
  if (values['help'] === true) return good({ name: 'help', about: name });
  const wanted = { explain: 1, policy: 1, waypoint: 1, diff: 2 }[name as string] ?? 0;
  if (positionals.length > wanted)
    return bad(`"${positionals[wanted]}" is one argument too many for hopscope ${name}.`);
  return READERS[name](values, positionals);
}

function splitArguments(name: CommandName, args: readonly string[]): Parsed<{ values: Values; positionals: string[] }> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS[name], allowPositionals: true });
    return { ok: true, value: { values, positionals } };
  } catch (error) {
    // Node's message for people: its first sentence says which option is wrong; the rest is advice on `--`.
    const message = error instanceof Error ? error.message.split(/[.\n] ?/, 1)[0]! : String(error);
    return bad(`${message}. See hopscope ${name} --help.`);
  }
}

const READERS: Readonly<Record<CommandName, (values: Values, positionals: string[]) => Parsed<Command>>> = {
  snapshot: readSnapshotCommand,
  diff: readDiffCommand,
  demo: (values) => {
    const listen = readListen(values);
    return listen.ok ? good({ name: 'demo', ...listen.value }) : listen;
  },
  serve: (values) => {
    const mesh = readMesh(values);
    if (!mesh.ok) return mesh;
    if (mesh.value.bundle !== null && values['tiers'] !== undefined) return bad(TIERS_OF_BUNDLE);
    const tiers = readTiers(values, HIGHEST_TIER);
    if (!tiers.ok) return tiers;
    const listen = readListen(values);
    if (!listen.ok) return listen;
    const prometheus = text(values, 'prometheus') ?? null;
    if (prometheus !== null && mesh.value.bundle !== null)
      return bad('A bundle holds one moment: give either --bundle or --prometheus, not both.');
    const config = text(values, 'config') ?? null;
    return good({ name: 'serve', mesh: mesh.value, tiers: tiers.value, prometheus, config, ...listen.value });
  },
  gather: (values) => {
    const mesh = readMesh(values);
    if (!mesh.ok) return mesh;
    const output = text(values, 'output');
    if (output === undefined || output === '') return bad('Say where to write to: hopscope gather -o FILE.');
    const tiers = readTiers(values, 0);
    if (!tiers.ok) return tiers;
    const prometheus = text(values, 'prometheus') ?? null;
    if (prometheus !== null && tiers.value < HIGHEST_TIER)
      return bad(`Prometheus is tier 4: add --tiers 4 to ask it, or leave --prometheus out.`);
    return good({ name: 'gather', mesh: mesh.value, output, tiers: tiers.value, prometheus });
  },
  explain: (values, [ask]) => {
    const mesh = readAskedMesh(values, HIGHEST_ASKED);
    if (!mesh.ok) return mesh;
    if (ask === undefined) return bad('Say which path: hopscope explain "web/frontend -> payments/api:8080".');
    const query = parseAsk(ask);
    if (!query.ok) return query;
    const http = readHttp(values);
    if (!http.ok) return http;
    const change = readChangeChoice(values, mesh.value);
    if (!change.ok) return change;
    const asked = { ...query.value, http: http.value };
    return good({
      name: 'explain',
      mesh: mesh.value,
      query: asked,
      json: values['json'] === true,
      change: change.value,
    });
  },
  check: (values) => {
    const mesh = readAskedMesh(values, 0);
    if (!mesh.ok) return mesh;
    const form = readForm(values);
    if (!form.ok) return form;
    const change = readChangeChoice(values, mesh.value);
    if (!change.ok) return change;
    const expect = texts(values, 'expect');
    if (expect.includes('')) return bad('--expect needs a file.');
    return good({ name: 'check', mesh: mesh.value, form: form.value, change: change.value, expect });
  },
  reach: (values) => {
    const mesh = readAskedMesh(values, 0);
    if (!mesh.ok) return mesh;
    const about = readReach(values);
    if (!about.ok) return about;
    const http = readHttp(values);
    if (!http.ok) return http;
    const change = readChangeChoice(values, mesh.value);
    if (!change.ok) return change;
    const json = values['json'] === true;
    return good({ name: 'reach', mesh: mesh.value, about: about.value, http: http.value, json, change: change.value });
  },
  policy: (values, [written]) => {
    if (written === undefined) return bad('Say which policy: hopscope policy AuthorizationPolicy/shop/cart.');
    return readObjectAsk('policy', values, readObject(written));
  },
  waypoint: (values, [written = '']) => {
    const named = readObject(`Gateway/${written}`);
    return named.ok ? readObjectAsk('waypoint', values, named) : bad('Say which waypoint: hopscope waypoint NS/NAME.');
  },
};

function readObjectAsk(name: 'policy' | 'waypoint', values: Values, object: Parsed<Ref>): Parsed<Command> {
  if (!object.ok) return object;
  const mesh = readAskedMesh(values, 0);
  if (!mesh.ok) return mesh;
  const change = readChangeChoice(values, mesh.value);
  if (!change.ok) return change;
  const json = values['json'] === true;
  return good({ name, mesh: mesh.value, object: object.value, json, change: change.value });
}

function readReach(values: Values): Parsed<ReachAsk> {
  const [to, from] = [text(values, 'to'), text(values, 'from')];
  if ((to === undefined) === (from === undefined))
    return bad('Give one end: hopscope reach --to NS/NAME:PORT, or hopscope reach --from NS/NAME.');
  if (to !== undefined) {
    const parsed = parseTo(to);
    return parsed.ok ? { ok: true, value: { direction: 'to', to: parsed.value } } : parsed;
  }
  const parsed = parseFrom(from!);
  return parsed.ok ? { ok: true, value: { direction: 'from', from: parsed.value } } : parsed;
}
