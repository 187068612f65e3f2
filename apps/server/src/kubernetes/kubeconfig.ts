/** From a kubeconfig, or the pod's own service account, to what a client needs. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { ClusterAccess } from './cluster-access.ts';
import { type Credential, type CredentialSource, fixedCredential, tokenFileCredential } from './credentials.ts';
import { execCredential, parseExecPlugin } from './exec-plugin.ts';
import { inClusterAccess, isInCluster } from './in-cluster.ts';
import {
  type Entry,
  entryPath,
  type Fields,
  isFields,
  type KubeconfigFile,
  kubeconfigPaths,
  readKubeconfigFiles,
  textField,
} from './kubeconfig-file.ts';
import { type Failure, failure, type Outcome, success } from './outcome.ts';

export interface KubeconfigOptions {
  /** --kubeconfig; else KUBECONFIG, else ~/.kube/config, else the pod's service account */
  path?: string | undefined;
  /** --context; else the current one */
  context?: string | undefined;
  env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Finds the cluster to talk to. Every failure has reason `config` and one sentence that says what is wrong, where, and what
 * to do; credentials that must be fetched (exec plugins, token files) are fetched later, by the client.
 */
export async function loadKubeconfig(options: KubeconfigOptions = {}): Promise<Outcome<ClusterAccess>> {
  const env = options.env ?? process.env;
  const { paths, required } = kubeconfigPaths(options.path, env);
  const file = await readKubeconfigFiles(paths, required);
  if (file.ok) return contextAccess(file.value, options.context);
  const nothingAsked = options.path === undefined && options.context === undefined && !env.KUBECONFIG;
  if (nothingAsked && isInCluster(env)) return inClusterAccess(env);
  return file;
}

/** The names of the contexts of the kubeconfig, in file order, and the current one. */
export async function listContexts(
  options: KubeconfigOptions = {},
): Promise<Outcome<{ names: string[]; current: string | null }>> {
  const { paths, required } = kubeconfigPaths(options.path, options.env ?? process.env);
  const file = await readKubeconfigFiles(paths, required);
  return file.ok ? success({ names: [...file.value.contexts.keys()], current: file.value.currentContext }) : file;
}

async function contextAccess(file: KubeconfigFile, wanted: string | undefined): Promise<Outcome<ClusterAccess>> {
  const where = file.paths.join(', ');
  const known =
    file.contexts.size === 0
      ? 'it has none'
      : `there ${file.contexts.size === 1 ? 'is' : 'are'} ${[...file.contexts.keys()].map((name) => `"${name}"`).join(', ')}`;
  const name = wanted ?? file.currentContext;
  if (name === null)
    return failure('config', `The kubeconfig ${where} has no current context; ${known}. Choose one with --context.`);
  const context = file.contexts.get(name);
  if (context === undefined)
    return failure('config', `Context "${name}" is not in ${where}; ${known}. Choose one with --context.`);

  const missing = (what: string, entry: string | null): Failure =>
    failure(
      'config',
      `Context "${name}" in ${where} names ${entry === null ? `no ${what}` : `the ${what} "${entry}", which is not there`}.`,
    );
  const clusterName = textField(context.fields, 'cluster');
  const cluster = file.clusters.get(clusterName ?? '');
  if (cluster === undefined) return missing('cluster', clusterName);
  const userName = textField(context.fields, 'user');
  const user = userName === null ? { name: '', fields: {}, folder: '' } : file.users.get(userName);
  if (user === undefined) return missing('user', userName);

  const target = await readCluster(cluster);
  if (!target.ok) return target;
  const credentials = await readUser(user, target.value.execInfo);
  if (!credentials.ok) return credentials;
  return success({
    context: name,
    server: target.value.server,
    namespace: textField(context.fields, 'namespace'),
    inCluster: false,
    tls: target.value.tls,
    credentials: credentials.value,
  });
}

interface Target {
  server: string;
  tls: ClusterAccess['tls'];
  /** The cluster as KUBERNETES_EXEC_INFO describes it. */
  execInfo: Fields;
}

async function readCluster(entry: Entry): Promise<Outcome<Target>> {
  const bad = (what: string): Failure => failure('config', `Cluster "${entry.name}" of the kubeconfig ${what}`);
  const server = textField(entry.fields, 'server');
  if (server === null) return bad('names no server.');
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    return bad(`has a server that is not an http(s) address: ${server.slice(0, 200)}`);
  if (textField(entry.fields, 'proxy-url') !== null)
    return bad(
      'is reached through proxy-url, which is not supported. Make the API server reachable directly, or run inside the cluster.',
    );
  const ca = await material(entry, 'certificate-authority');
  if (!ca.ok) return ca;
  if (ca.value !== null && !isCertificate(ca.value))
    return bad('has a certificate-authority that is not a PEM certificate.');
  const insecure = entry.fields['insecure-skip-tls-verify'] === true;
  const serverName = textField(entry.fields, 'tls-server-name');
  const extensions = Array.isArray(entry.fields.extensions) ? entry.fields.extensions : [];
  const config = extensions
    .filter(isFields)
    .find((extension) => extension.name === 'client.authentication.k8s.io/exec')?.extension;
  const execInfo = {
    server,
    ...(ca.value === null ? {} : { 'certificate-authority-data': Buffer.from(ca.value).toString('base64') }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(serverName === null ? {} : { 'tls-server-name': serverName }),
    ...(config === undefined ? {} : { config }),
  };
  return success({ server, tls: { ca: ca.value, insecure, serverName }, execInfo });
}

async function readUser(entry: Entry, cluster: Fields): Promise<Outcome<CredentialSource>> {
  const { fields, name } = entry;
  const certificate = await readCertificate(entry);
  if (!certificate.ok) return certificate;
  const exec = fields.exec;
  if (isFields(exec)) {
    const plugin = parseExecPlugin(exec, name, entry.folder, cluster);
    return plugin.ok ? success(execCredential(plugin.value)) : plugin;
  }
  // The file wins over the token, as in client-go: a token next to it is only its last known content.
  const tokenFile = textField(fields, 'tokenFile');
  if (tokenFile !== null) return success(tokenFileCredential(entryPath(entry, tokenFile), certificate.value));
  const provider = fields['auth-provider'];
  if (isFields(provider)) {
    const which = textField(provider, 'name') ?? 'unknown';
    return failure(
      'config',
      `User "${name}" uses the auth-provider "${which}", which Kubernetes removed in 1.26. Let your cloud's tool write the kubeconfig again; it will use an exec plugin.`,
    );
  }
  return success(fixedCredential({ authorization: authorizationOf(fields), certificate: certificate.value }));
}

function authorizationOf(fields: Fields): string | null {
  const token = textField(fields, 'token');
  if (token !== null) return `Bearer ${token}`;
  const username = textField(fields, 'username');
  if (username === null) return null;
  return `Basic ${Buffer.from(`${username}:${textField(fields, 'password') ?? ''}`).toString('base64')}`;
}

async function readCertificate(entry: Entry): Promise<Outcome<Credential['certificate']>> {
  const cert = await material(entry, 'client-certificate');
  if (!cert.ok) return cert;
  const key = await material(entry, 'client-key');
  if (!key.ok) return key;
  if (cert.value === null && key.value === null) return success(null);
  if (cert.value === null || key.value === null) {
    const [has, lacks] =
      cert.value === null ? ['client-key', 'client-certificate'] : ['client-certificate', 'client-key'];
    return failure('config', `User "${entry.name}" of the kubeconfig has a ${has} but no ${lacks}.`);
  }
  if (!isPair(cert.value, key.value)) {
    return failure(
      'config',
      `User "${entry.name}" of the kubeconfig has a client certificate and key that do not fit together or are not PEM.`,
    );
  }
  return success({ cert: cert.value, key: key.value });
}

function isCertificate(pem: string): boolean {
  return parses(() => new X509Certificate(pem));
}

function isPair(cert: string, key: string): boolean {
  return parses(() => createSecureContext({ cert, key }));
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    // The reason OpenSSL gives is of no use to a reader; the caller says which entry it is.
    return false;
  }
}

/** Certificate material given as `NAME-data` (base64) or as the file `NAME`; the data win, as in kubectl. */
async function material(entry: Entry, name: string): Promise<Outcome<string | null>> {
  const data = textField(entry.fields, `${name}-data`);
  if (data !== null) return success(Buffer.from(data, 'base64').toString('utf8'));
  const path = textField(entry.fields, name);
  if (path === null) return success(null);
  try {
    return success(await readFile(entryPath(entry, path), 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return failure('config', `The ${name} of "${entry.name}", ${entryPath(entry, path)}, cannot be read (${code}).`);
  }
}
