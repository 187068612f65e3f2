import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

/** istiod has not yet written its certificate into the webhook. */
const withoutCa = (failurePolicy: string) => (object: KubeObject) => {
  for (const hook of object['webhooks'] as Record<string, unknown>[]) {
    const config = hook['clientConfig'] as Record<string, unknown>;
    Object.assign(hook, { failurePolicy, clientConfig: { service: config['service'] } });
  }
};

export const istioWebhookDown: readonly Scenario[] = [
  ...firesAndNear(
    'istio-webhook-down',
    {
      title: 'The validation webhook has no certificate to trust: changes are refused, calls go on',
      mesh: () => pair().edit('ValidatingWebhookConfiguration', withoutCa('Fail')),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
    {
      title: 'Its failure is ignored, as before istiod was ready for the first time',
      mesh: () => pair().edit('ValidatingWebhookConfiguration', withoutCa('Ignore')),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'istio-webhook-down-with-istiod',
    title: 'istiod is down, and that is the reason',
    bundle: () => pair().fault('istio-system/istiod', { state: 'unready', since: LONG }).bundle(),
    asks: [],
    fires: ['istiod-no-ready-replica', 'istio-webhook-down'],
  },
];
