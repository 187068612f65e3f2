import { expect, test } from 'vitest';
import { service, servicePort, smallMesh } from '../small-mesh.ts';
import { dnsService } from './cluster-dns.ts';

const dns = service('kube-system/kube-dns', {
  ports: [servicePort({ name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' })],
});

test('D1: the DNS of the cluster by its label, else by its name', () => {
  const renamed = service('kube-system/other', { ...dns, name: 'other', labels: { 'k8s-app': 'kube-dns' } });
  expect(dnsService(smallMesh({ services: [dns] }))?.name).toBe('kube-dns');
  expect(dnsService(smallMesh({ services: [renamed] }))?.name).toBe('other');
  expect(dnsService(smallMesh({ services: [service('web/kube-dns')] }))).toBeUndefined();
});
