/** Pods of the cluster under test in which nothing runs: the test answers on their addresses, well or badly. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { kubectl } from './cluster.ts';

export interface RunningPod {
  name: string;
  ip: string;
}

/** The running pods of a label in istio-system, by name. */
export async function podsOf(label: string): Promise<RunningPod[]> {
  const { items } = JSON.parse(await kubectl('-n', 'istio-system', 'get', 'pods', '-l', label, '-o', 'json')) as {
    items: { metadata: { name: string }; status: { podIP?: string } }[];
  };
  return items.map(({ metadata, status }) => ({ name: metadata.name, ip: status.podIP ?? '' }));
}

/** Answers one request. */
export type Manner = (response: ServerResponse) => void;

export const says =
  (body: string, status = 200): Manner =>
  (response) =>
    void response.writeHead(status).end(body);
/** Begins a long answer and is gone. */
export const breaksOff =
  (begin: string): Manner =>
  (response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write(begin, () => response.destroy());
  };
export const staysSilent: Manner = () => {};

/** Answers on an address, by `port path`; the result ends it. */
export async function answerAt(ip: string, manners: Readonly<Record<string, Manner>>): Promise<() => void> {
  const servers: Server[] = [];
  for (const port of new Set(Object.keys(manners).map((key) => Number(key.split(' ')[0])))) {
    const server = createServer((request, response) => {
      const manner = manners[`${port} ${request.url?.split('?', 1)[0]}`];
      if (manner === undefined) response.writeHead(404).end();
      else manner(response);
    });
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(port, ip, done);
    });
    servers.push(server);
  }
  return () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
}
