/** Thousands of real pods in a test cluster. */
import { becomeAdministrator } from '../../src/kubernetes/test-cluster.ts';

const NAMESPACES = 10;
const REPLICAS = 5;
const AT_ONCE = 16;
const DEADLINE_MS = 600_000;

/**
 * Makes sure that the cluster has so many running pods, in Deployments of five; a Deployment that is there stays. Throws when
 * they do not run within ten minutes.
 */
export async function populate(kubeconfig: string, pods: number, say: (text: string) => void): Promise<void> {
  const admin = await becomeAdministrator(kubeconfig);
  try {
    const deployments = Math.ceil(pods / REPLICAS);
    for (let i = 0; i < NAMESPACES; i++) await admin.create('/api/v1/namespaces', { metadata: { name: `bench-${i}` } });
    let next = 0;
    const work = async (): Promise<void> => {
      for (let i = next++; i < deployments; i = next++) {
        await admin.create(`/apis/apps/v1/namespaces/bench-${i % NAMESPACES}/deployments`, deployment(`app-${i}`));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const until = Date.now() + DEADLINE_MS;
    for (;;) {
      const running = await countRunning(admin);
      if (running >= pods) return;
      if (Date.now() > until) throw new Error(`only ${running} of ${pods} pods run after ten minutes`);
      say(`${running} of ${pods} pods run`);
      await new Promise((done) => setTimeout(done, 5_000));
    }
  } finally {
    await admin.close();
  }
}

async function countRunning(admin: Awaited<ReturnType<typeof becomeAdministrator>>): Promise<number> {
  let running = 0;
  for (let i = 0; i < NAMESPACES; i++) {
    const selector = encodeURIComponent('status.phase=Running');
    const { value } = await admin.ask('GET', `/api/v1/namespaces/bench-${i}/pods?fieldSelector=${selector}`);
    running += value.items?.length ?? 0;
  }
  return running;
}

function deployment(app: string): object {
  const labels = { app, 'app.kubernetes.io/name': app, 'app.kubernetes.io/part-of': 'bench', version: 'v1' };
  const env = Array.from({ length: 6 }, (_, i) => ({ name: `SETTING_${i}`, value: `value-${i}` }));
  const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 };
  const resources = { requests: { cpu: '1m', memory: '1Mi' } };
  const ports = [{ name: 'http', containerPort: 8080 }];
  const containers = [
    {
      name: 'app',
      image: `registry.example.com/${app}:1.0.0`,
      env,
      ports,
      resources,
      readinessProbe: probe,
      livenessProbe: probe,
    },
  ];
  const template = { metadata: { labels }, spec: { containers } };
  return {
    metadata: { name: app, labels },
    spec: { replicas: REPLICAS, selector: { matchLabels: { app } }, template },
  };
}
