/** An API server with pod proxy, port-forward and logs as the real one has them, in front of servers that tests bring. */
import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiClient, createClient } from '../kubernetes/client.ts';
import { fixedCredential } from '../kubernetes/credentials.ts';
import { refuse } from '../kubernetes/fake-api-server.ts';

export const TOKEN = 'token-that-nobody-may-see';

export interface FakePods {
  client: ApiClient;
  /** What the API server was asked, with the query. */
  asked: string[];
  /** What answers the sub-resource (`proxy`, `portforward`, `log`) with a refusal instead. */
  denied: Set<string>;
  /** Ends the connection instead of answering, as the API server does for a pod that ends its own. */
  drop: boolean;
  /** Text of logs by `ns/name`. */
  logs: Map<string, string>;
  /** Lets a listener answer on a port of a pod. */
  serve(pod: string, port: number, listener: RequestListener): Promise<void>;
  /** The same for bytes that need not be HTTP. */
  listen(pod: string, port: number, onConnection: (socket: Socket) => void): Promise<void>;
  /** Connections that are open at the pods. */
  open(): number;
  close(): Promise<void>;
}

/** Starts it; pods are known once something answers on one of their ports or they have a log. */
export async function startFakePods(): Promise<FakePods> {
  const doors = new Map<string, number>();
  const servers: Server[] = [];
  const asked: string[] = [];
  const denied = new Set<string>();
  const logs = new Map<string, string>();
  let open = 0;
  const add = async (pod: string, port: number, server: Server): Promise<void> => {
    servers.push(server);
    server.on('connection', (socket) => {
      open += 1;
      socket.on('close', () => {
        open -= 1;
      });
    });
    doors.set(`${pod}:${port}`, await listening(server));
  };
  const api = createServer();
  api.on('request', (ask: IncomingMessage, answer: ServerResponse) =>
    fake.drop ? ask.socket.destroy() : respond(ask, answer),
  );
  const respond = (ask: IncomingMessage, answer: ServerResponse): void => {
    asked.push(ask.url ?? '');
    if (ask.headers.authorization !== `Bearer ${TOKEN}`)
      return void refuse(answer, 401, 'Unauthorized', 'Unauthorized');
    const url = new URL(ask.url ?? '', 'http://api');
    const [, namespace, name, port, kind, path] =
      /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/:]+)(?::(\d+))?\/(proxy|log)(.*)$/.exec(url.pathname) ?? [];
    const pod = `${namespace}/${name}`;
    if (denied.has(kind ?? '')) return void refuse(answer, 403, 'Forbidden', `cannot get resource "pods/${kind}"`);
    if (!isKnown(pod, doors, logs)) return void refuse(answer, 404, 'NotFound', `pods "${name}" not found`);
    if (kind === 'log') return void answer.end(logs.get(pod) ?? '');
    proxy(ask, answer, doors.get(`${pod}:${port}`), path ?? '');
  };
  api.on('upgrade', (ask, socket: Socket, head) => {
    asked.push(ask.url ?? '');
    const [, pod, port] = /\/namespaces\/([^?]+)\/portforward\?ports=(\d+)$/.exec(ask.url ?? '') ?? [];
    if (denied.has('portforward')) return void socket.end(forbiddenUpgrade());
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
    sockets.handleUpgrade(ask, socket, head, (web) =>
      forward(web, Number(port), doors.get(`${pod?.replace('/pods/', '/')}:${port}`)),
    );
  });
  servers.push(api);
  const client = createClient({
    context: 'test',
    server: `http://127.0.0.1:${await listening(api)}`,
    namespace: null,
    inCluster: false,
    tls: { ca: null, insecure: false, serverName: null },
    credentials: fixedCredential({ authorization: `Bearer ${TOKEN}`, certificate: null }),
  });
  const fake: FakePods = {
    client,
    drop: false,
    asked,
    denied,
    logs,
    serve: (pod, port, listener) => add(pod, port, createServer(listener)),
    listen: (pod, port, onConnection) => add(pod, port, createTcpServer(onConnection)),
    open: () => open,
    async close() {
      await client.close();
      api.closeAllConnections();
      for (const server of servers) server.close();
    },
  };
  return fake;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const isKnown = (pod: string, doors: ReadonlyMap<string, number>, logs: ReadonlyMap<string, string>): boolean =>
  logs.has(pod) || [...doors.keys()].some((door) => door.startsWith(`${pod}:`));

function proxy(ask: IncomingMessage, answer: ServerResponse, door: number | undefined, path: string): void {
  const unreachable = (): unknown =>
    refuse(answer, 503, 'ServiceUnavailable', 'error trying to reach service: dial tcp 10.0.0.1: connection refused');
  if (door === undefined) return void unreachable();
  const inner = request({ host: '127.0.0.1', port: door, path, method: ask.method, agent: false }, (from) => {
    answer.writeHead(from.statusCode ?? 0, from.headers);
    from.on('error', () => answer.destroy());
    from.pipe(answer);
  });
  inner.on('error', () => (answer.headersSent ? answer.destroy() : unreachable()));
  answer.on('close', () => inner.destroy());
  inner.end();
}

function forbiddenUpgrade(): string {
  const message = 'pods "p" is forbidden: ';
  const body = JSON.stringify({ kind: 'Status', apiVersion: 'v1', reason: 'Forbidden', code: 403, message });
  return `HTTP/1.1 403 Forbidden\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}

/** As the kubelet: two channels that begin with the port's number, and a sentence on the second where nobody listens. */
function forward(web: WebSocket, port: number, door: number | undefined): void {
  for (const channel of [0, 1]) web.send(Buffer.of(channel, port & 0xff, port >> 8));
  const fail = (): void => {
    web.send(Buffer.concat([Buffer.of(1), Buffer.from(`error forwarding port ${port}: connection refused`)]));
    web.close(1000);
  };
  if (door === undefined) {
    fail();
    return;
  }
  const inner = connect(door, '127.0.0.1');
  inner.on('error', fail);
  inner.on('data', (bytes) => web.send(Buffer.concat([Buffer.of(0), bytes])));
  inner.on('end', () => web.close(1000));
  web.on('message', (frame: Buffer) => inner.write(frame.subarray(1)));
  web.on('close', () => inner.destroy());
}
