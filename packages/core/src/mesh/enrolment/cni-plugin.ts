/** How the network plugin below the mesh is set up. */
import type { Mesh } from '../mesh.ts';

const ON = ['true', 'strict'];

/**
 * N5: Cilium translates addresses of Services inside of pods, before ztunnel sees them, unless it was told to do so on the
 * host's network only. The settings that say so; null where it does not, or where it is not Cilium.
 */
export function earlyTranslation(mesh: Mesh): string | null {
  const settings = mesh.state.ciliumConfig;
  if (!settings || settings['bpf-lb-sock-hostns-only'] === 'true') return null;
  const deciding = ['bpf-lb-sock', 'kube-proxy-replacement'].find((key) => ON.includes(settings[key] ?? ''));
  return deciding
    ? `${deciding}: ${settings[deciding]}, bpf-lb-sock-hostns-only: ${settings['bpf-lb-sock-hostns-only'] ?? 'not set'}`
    : null;
}
