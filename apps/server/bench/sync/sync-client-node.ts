/** First sync of all pods with the informer of @kubernetes/client-node. */
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { measure } from './measure.ts';

await measure(async () => {
  const config = new KubeConfig();
  config.loadFromFile(process.env.BENCH_KUBECONFIG ?? '');
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
  // It resolves once its cache holds the list.
  await informer.start();
  return informer.list().length;
});
