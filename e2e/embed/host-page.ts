/** Another site that frames panels: a page on another address and port, which may call its own server for tokens. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Host {
  readonly origin: string;
  /** what every following page of it consists of */
  show(body: string): void;
  close(): Promise<void>;
}

/** Listens on an address of loopback that is not the product's. */
export async function startHost(address = '127.0.0.2'): Promise<Host> {
  let body = '';
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Portal</title><body>${body}</body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${address}:${port}`,
    show: (next) => {
      body = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Browsers keep their connections.
        server.closeAllConnections();
      }),
  };
}
