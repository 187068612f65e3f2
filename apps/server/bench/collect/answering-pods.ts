/** The pods of a test cluster in which nothing runs: one process answers on all their addresses, with recorded bodies. */
import { createServer, type Server } from 'node:http';
import { SIGNALS } from '../../src/collect/signals.ts';

export interface AnsweringPods {
  /** Answers so far. */
  count(): number;
  close(): Promise<void>;
}

/** A pod that answers: its address, and what it is. */
export interface AnsweringPod {
  component: string;
  ip: string;
}

/** By the source of the reading. */
export type Bodies = Readonly<Record<string, string>>;

/** Listens on every port that a signal asks, on each pod's own address. */
export async function answerForPods(pods: readonly AnsweringPod[], bodies: Bodies): Promise<AnsweringPods> {
  let count = 0;
  const servers: Server[] = [];
  for (const { component, ip } of pods) {
    const asked = SIGNALS.filter((signal) => signal.component === component && signal.port !== 0);
    for (const port of new Set(asked.map((signal) => signal.port))) {
      const server = createServer((request, response) => {
        const path = (request.url ?? '').split('?', 1)[0];
        const signal = asked.find((candidate) => candidate.port === port && candidate.path === path);
        const body = signal === undefined ? undefined : bodies[signal.source];
        count += 1;
        response.writeHead(body === undefined ? 404 : 200).end(body ?? '');
      });
      await new Promise<void>((done, fail) => {
        server.once('error', fail);
        server.listen(port, ip, done);
      });
      servers.push(server);
    }
  }
  return {
    count: () => count,
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}
