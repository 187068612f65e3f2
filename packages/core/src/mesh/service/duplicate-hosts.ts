/** S2: definitions that lose their host to another one of the same namespace, which istiod only writes to its log. */
import type { ServiceEntry } from '../../state/istio.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { type PublishedService, publishedServices } from './published-services.ts';
import { visibilityOf } from './visibility.ts';

export interface LostHost {
  entry: ServiceEntry;
  host: string;
  /** the Service or older ServiceEntry that has the host */
  winner: PublishedService;
}

/** S2: every host of a ServiceEntry that another object of its namespace has already. */
export const lostHosts = ofMesh((mesh: Mesh): readonly LostHost[] => {
  if (mesh.state.serviceEntries.length === 0) return [];
  const winners = new Map(publishedServices(mesh).map((service) => [`${service.namespace}/${service.host}`, service]));
  return mesh.state.serviceEntries.flatMap((entry) =>
    visibilityOf(mesh, entry) === 'none'
      ? []
      : entry.hosts.flatMap((host) => {
          const winner = winners.get(`${entry.namespace}/${host}`);
          return winner && winner.source.object !== entry ? [{ entry, host, winner }] : [];
        }),
  );
});
