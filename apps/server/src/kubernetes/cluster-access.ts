import type { CredentialSource } from './credentials.ts';

/** One API server and how to reach it. */
export interface ClusterAccess {
  /** The context's name, or `in-cluster`. */
  context: string;
  /** Base URL; may have a path. */
  server: string;
  /** The context's namespace, where it names one. */
  namespace: string | null;
  inCluster: boolean;
  tls: { ca: string | null; insecure: boolean; serverName: string | null };
  credentials: CredentialSource;
}
