/** `hopscope serve` and `hopscope demo`: a source, a store and a server, until somebody wants them to end. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { analyze, firstSeenAfter, type Ignored, type MeshState, type Parsed } from '@hopscope/core';
import { buildApp } from '../app.ts';
import { createAnswerReader } from '../collect/answer-reader.ts';
import { createAttention } from '../collect/attention.ts';
import type { LiveControl } from '../collect/live-control.ts';
import { createEmbedAccess } from '../embed/embed-access.ts';
import { readEmbedSettings } from '../embed/settings.ts';
import { isLoopbackHost } from '../http/security.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { openPrometheus } from '../prometheus/open.ts';
import { createPrometheusPoll } from '../prometheus/poll.ts';
import { createTrafficRanges } from '../prometheus/ranges.ts';
import type { Mode, Served } from '../routes/served.ts';
import { followProblems } from '../snapshots/automatic.ts';
import { readSnapshotSettings } from '../snapshots/settings.ts';
import { createSnapshotAccess } from '../snapshots/snapshot-access.ts';
import { createBundleSource } from '../sources/bundle.ts';
import { createDemoSource, type DemoControl } from '../sources/demo.ts';
import { createLiveSource } from '../sources/live.ts';
import type { MeshSource } from '../sources/source.ts';
import { createBodies } from '../store/bodies.ts';
import { createMeshStore, type MeshStore } from '../store/mesh-store.ts';
import type { Command } from './command-line.ts';
import { bracketed, displayHost, listen } from './listen.ts';
import { openPublic } from './serve-public.ts';
import { createDisagreementTeller } from './tell-disagreements.ts';
import { EXIT, printable, type Terminal, tell } from './terminal.ts';
import { VERSION } from './version.ts';

interface Mesh {
  mode: Mode;
  source: MeshSource;
  demo: DemoControl | null;
  live: LiveControl | null;
  /** asked for once it has started */
  label: () => string;
  ignored: readonly Ignored[];
}

type ServeCommand = Extract<Command, { name: 'serve' | 'demo' }>;

/** Serves until interrupted; resolves to the exit code. */
export async function runServe(command: ServeCommand, terminal: Terminal): Promise<number> {
  const opened = await openPrometheus(command.name === 'demo' ? null : command.prometheus);
  if (!opened.ok) {
    terminal.err(`hopscope: ${printable(opened.message)}\n`);
    return EXIT.failed;
  }
  const prometheus = opened.value;
  const settings = readSnapshotSettings(terminal.env);
  const embed = readEmbedSettings(terminal.env);
  if (!settings.ok || !embed.ok) return tell(terminal, reasonsOf(settings, embed), EXIT.usage);
  const tellTrouble = (error: Error): void => terminal.err(`hopscope: Snapshots: ${error.stack ?? error.message}\n`);
  const snapshots = createSnapshotAccess(settings.value, tellTrouble);
  const mesh = chooseMesh(command, terminal, prometheus);
  const store = createMeshStore({ analyze, ...(mesh.mode === 'live' ? { remember: firstSeenAfter } : {}) });
  const fail = (reason: string): number => {
    terminal.err(`hopscope: ${printable(reason)}\n`);
    return EXIT.failed;
  };
  const ended = terminal.interrupted();
  const accept = createAccept(store, terminal);
  const started = await Promise.race([mesh.source.start(accept), ended.then(() => null)]);
  if (started === null) return endSource(mesh.source);
  if (!started.ok) {
    await mesh.source.stop();
    return fail(started.reason);
  }
  const served: Served = {
    store,
    bodies: createBodies(),
    mode: mesh.mode,
    label: mesh.label(),
    version: VERSION,
    ignored: mesh.ignored,
    demo: mesh.demo,
    prometheus: prometheus === null ? null : createTrafficRanges(prometheus),
    live: mesh.live,
    snapshots,
    embed: createEmbedAccess(embed.value, snapshots, tellTrouble),
  };
  const loopback = isLoopbackHost(bracketed(command.host));
  const app = await buildApp({
    served,
    webRoot: webFolder(),
    loopback,
    onError: (error, where) => terminal.err(`hopscope: ${where} failed: ${error.stack ?? error.message}\n`),
  });
  const listening = await listen(app, command);
  if (!listening.ok) {
    await mesh.source.stop();
    return fail(listening.reason);
  }
  const links = await openPublic(served, webFolder(), terminal);
  if (!links.ok) {
    await app.close();
    await mesh.source.stop();
    return fail(links.reason);
  }
  tellReady(terminal, mesh, served, loopback, `http://${displayHost(command.host)}:${listening.port}`);
  const stopAutomatic = settings.value.automatic ? followProblems(served, snapshots, tellTrouble) : () => {};
  await ended;
  stopAutomatic();
  await links.close();
  await app.close();
  await Promise.all([prometheus?.close(), served.embed?.close()]);
  await snapshots.close();
  return endSource(mesh.source);
}

/** Judges what a source gives. */
function createAccept(store: MeshStore, terminal: Terminal): (state: MeshState) => void {
  const tellDisagreements = createDisagreementTeller((line) => terminal.err(`hopscope: ${printable(line)}\n`));
  return (state) => {
    try {
      store.accept(state);
      tellDisagreements(store.current()!.report);
    } catch (error) {
      // One state that trips the analysis must not end the server: the last report stays, and its asOf shows that it does.
      terminal.err(
        `hopscope: A state of the mesh could not be judged: ${error instanceof Error ? error.stack : error}\n`,
      );
    }
  };
}

/** What is wrong with the environment, all of it at once. */
function reasonsOf(...read: readonly Parsed<unknown>[]): string[] {
  return read.flatMap((one) => (one.ok ? [] : [one.reason]));
}

async function endSource(source: MeshSource): Promise<number> {
  await source.stop();
  return EXIT.ok;
}

function chooseMesh(command: ServeCommand, terminal: Terminal, prometheus: PrometheusClient | null): Mesh {
  if (command.name === 'demo') {
    const demo = createDemoSource();
    return { mode: 'demo', source: demo, demo, live: null, label: () => 'demo mesh', ignored: [] };
  }
  const { bundle, kubeconfig, context } = command.mesh;
  if (bundle !== null) {
    const source = createBundleSource(bundle, terminal.readStdin);
    const name = bundle === '-' ? 'standard input' : basename(bundle);
    return { mode: 'bundle', source, demo: null, live: null, label: () => name, ignored: source.ignored };
  }
  const source = createLiveSource({
    kubeconfig: { path: kubeconfig, context },
    collect: {
      highest: command.tiers,
      attention: createAttention(),
      reader: createAnswerReader(),
      prometheus: prometheus && createPrometheusPoll({ client: prometheus }),
    },
  });
  return {
    mode: 'live',
    source,
    demo: null,
    live: source.control,
    label: () => source.context() ?? 'cluster',
    ignored: [],
  };
}

const PURPOSES: Readonly<Record<Mode, (label: string) => string>> = {
  demo: () => 'demo mesh',
  bundle: (label) => `bundle ${label}`,
  live: (label) => `cluster ${label}`,
};

function tellReady(
  terminal: Terminal,
  mesh: Mesh,
  { label, ignored, embed }: Served,
  loopback: boolean,
  url: string,
): void {
  if (!loopback)
    terminal.err(
      'hopscope: Warning: it listens for other machines too, and whoever reaches it can read the whole mesh.\n',
    );
  if (embed?.settings.anyOrigin)
    terminal.err('hopscope: Warning: every page of the world may frame its panels (HOPSCOPE_EMBED_ANY_ORIGIN=on).\n');
  if (ignored.length > 0) {
    const [first] = ignored;
    const more = ignored.length === 1 ? '' : ` (and ${ignored.length - 1} more; the page lists them)`;
    terminal.err(`hopscope: Not understood: ${printable(`${first!.path}: ${first!.why}`)}${more}\n`);
  }
  terminal.out(`Hopscope is ready at ${url} (${printable(PURPOSES[mesh.mode](label))})\n`);
}

/** The pages lie beside the product's one file. */
export function webFolder(): string | null {
  const folder = join(import.meta.dirname, 'web');
  return existsSync(join(folder, 'index.html')) ? folder : null;
}
