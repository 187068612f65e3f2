/** L3, S6: where a workload is: region, zone and subzone. */
import { type Mesh, perMesh } from '../mesh.ts';

export interface Locality {
  region: string;
  zone: string;
  subzone: string;
}

/** Of a node by its labels; null where it has none of them, or is not known. */
export const localityOfNode = perMesh((mesh: Mesh, node: string): Locality | null => {
  const labels = mesh.nodes.get(node)?.labels ?? {};
  return orNull({
    region: labels['topology.kubernetes.io/region'] ?? '',
    zone: labels['topology.kubernetes.io/zone'] ?? '',
    subzone: labels['topology.istio.io/subzone'] ?? '',
  });
});

/** Of a WorkloadEntry: `region/zone/subzone`. */
export function splitLocality(text: string): Locality | null {
  const [region = '', zone = '', subzone = ''] = text.split('/');
  return orNull({ region, zone, subzone });
}

const orNull = (locality: Locality): Locality | null =>
  locality.region === '' && locality.zone === '' && locality.subzone === '' ? null : locality;
