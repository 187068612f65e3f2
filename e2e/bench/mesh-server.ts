/** A generated mesh, served by the product's own server code and pages. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WEB = fileURLToPath(new URL('../../apps/server/dist/web', import.meta.url));

export interface MeshCounts {
  readonly services: number;
  readonly links: number;
  readonly blocked: number;
  readonly degraded: number;
  readonly varies: number;
}

/** When a state with one service turned was handed to the store, in milliseconds since 1970, and when it was judged. */
export interface Flip {
  readonly at: number;
  readonly judged: number;
}

export interface MeshServer {
  readonly url: string;
  readonly mesh: MeshCounts;
  /** Turns one service: from ready to not ready, and back. */
  flip(): Promise<Flip>;
  stop(): void;
}

/** Starts a server with a mesh of that many services; resolves once it listens. */
export async function startMeshServer(services: number): Promise<MeshServer> {
  const args = ['scripts/run-ts.mjs', 'apps/server/bench/web/main.ts', String(services), WEB];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const waiting = new Map<string, (rest: string) => void>();
  lines.on('line', (line) => {
    const space = line.indexOf(' ');
    waiting.get(line.slice(0, space))?.(line.slice(space + 1));
  });
  const next = (word: string) => new Promise<string>((resolve) => waiting.set(word, resolve));
  const ended = new Promise<never>((_, reject) =>
    child.on('exit', (code) => reject(new Error(`The server of the generated mesh ended with ${code}.`))),
  );
  ended.catch(() => undefined);
  const [mesh, url] = await Promise.race([Promise.all([next('mesh'), next('ready')]), ended]);
  return {
    url,
    mesh: JSON.parse(mesh) as MeshCounts,
    flip: async () => {
      const flipped = next('flipped');
      child.stdin.write('flip\n');
      return JSON.parse(await Promise.race([flipped, ended])) as Flip;
    },
    stop: () => child.stdin.end(),
  };
}
