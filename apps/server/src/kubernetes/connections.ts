/** The sockets to one API server: bounded for requests, one each for streams. */
import { Pool } from 'undici';
import type { ClusterAccess } from './cluster-access.ts';
import type { Credential } from './credentials.ts';

export interface ConnectionOptions {
  connections?: number;
  connectTimeoutMs?: number;
  allowH2?: boolean;
}

type Certificate = Credential['certificate'];

interface Pools {
  certificate: Certificate;
  requests: Pool;
  streams: Pool;
}

export interface Connections {
  /** The pool for a request, or for a stream, made with this certificate. */
  pool(certificate: Certificate, streaming: boolean): Pool;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/**
 * Pools that follow the client certificate: an exec plugin may hand out a new one, and connections made with the old one
 * are then closed once idle.
 */
export function createConnections(access: ClusterAccess, options: ConnectionOptions): Connections {
  const { origin } = new URL(access.server);
  let pools: Pools | null = null;
  const open = (certificate: Certificate): Pools => {
    const shared = {
      pipelining: 1,
      allowH2: options.allowH2 ?? false,
      connect: {
        timeout: options.connectTimeoutMs ?? 5_000,
        // The kernel asks a silent peer from here on, so that a connection whose other end vanished ends.
        keepAlive: true,
        keepAliveInitialDelay: 15_000,
        rejectUnauthorized: !access.tls.insecure,
        ...(access.tls.ca === null ? {} : { ca: access.tls.ca }),
        ...(access.tls.serverName === null ? {} : { servername: access.tls.serverName }),
        ...(certificate ?? {}),
      },
    };
    return {
      certificate,
      requests: new Pool(origin, { ...shared, connections: options.connections ?? 8 }),
      streams: new Pool(origin, { ...shared, connections: null }),
    };
  };

  return {
    pool(certificate, streaming) {
      if (pools !== null && !isSame(pools.certificate, certificate)) {
        // Closing lets what is under way finish.
        void Promise.all([pools.requests.close(), pools.streams.close()]);
        pools = null;
      }
      pools ??= open(certificate);
      return streaming ? pools.streams : pools.requests;
    },
    async close() {
      if (pools !== null) await Promise.all([pools.requests.destroy(), pools.streams.destroy()]);
      pools = null;
    },
  };
}

function isSame(a: Certificate, b: Certificate): boolean {
  return a?.cert === b?.cert && a?.key === b?.key;
}
