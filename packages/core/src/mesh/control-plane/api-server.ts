/** M4: whom the API server itself calls: admission and conversion webhooks, and aggregated APIs. */
import { type Ref, ref } from '../../state/refs.ts';
import { groupBy } from '../memory/look-up.ts';
import { type Mesh, ofMesh } from '../mesh.ts';

/** One Service that the API server calls, and the object that tells it to. */
export interface ApiServerCall {
  namespace: string;
  name: string;
  port: number;
  purpose: 'admission' | 'conversion' | 'aggregated-api';
  /** the webhook configuration, CRD or APIService */
  by: Ref;
  /** the calls that fail stop what asked for them: an admission that must not be skipped, a conversion, an API */
  isRequired: boolean;
}

/** All of them, in the order of the objects that name them. */
export const apiServerCalls = ofMesh((mesh: Mesh): readonly ApiServerCall[] => [
  ...admissionCalls(mesh),
  ...aggregatedCalls(mesh),
  ...conversionCalls(mesh),
]);

/** Those to one Service, by `namespace/name`. */
export function apiServerCallsTo(mesh: Mesh, service: { namespace: string; name: string }): readonly ApiServerCall[] {
  return byService(mesh).get(`${service.namespace}/${service.name}`) ?? [];
}

const byService = ofMesh((mesh: Mesh) => groupBy(apiServerCalls(mesh), (call) => `${call.namespace}/${call.name}`));

function admissionCalls(mesh: Mesh): ApiServerCall[] {
  return mesh.state.webhooks.flatMap((config) =>
    config.webhooks.flatMap(({ service, failurePolicy }) =>
      service
        ? [
            {
              ...service,
              purpose: 'admission' as const,
              by: ref(config.kind, '', config.name),
              isRequired: failurePolicy !== 'Ignore',
            },
          ]
        : [],
    ),
  );
}

function aggregatedCalls(mesh: Mesh): ApiServerCall[] {
  return mesh.state.apiServices.flatMap(({ name, service }) =>
    service
      ? [{ ...service, purpose: 'aggregated-api' as const, by: ref('APIService', '', name), isRequired: true }]
      : [],
  );
}

function conversionCalls(mesh: Mesh): ApiServerCall[] {
  return mesh.state.markers.flatMap((marker) => {
    const target = marker.kind === 'CustomResourceDefinition' ? /^(.+)\/(.+):(\d+)$/.exec(marker.target) : null;
    if (!target) return [];
    const [, namespace = '', name = '', port = ''] = target;
    const by = ref(marker.kind, '', marker.name);
    return [{ namespace, name, port: Number(port), purpose: 'conversion' as const, by, isRequired: true }];
  });
}
