/** Short answers of components: versions, the effective mesh configuration, what istiod would tell ztunnels, readiness. */
import { type Static, Type } from 'typebox';
import { MeshConfig } from './istio.ts';
import { nullable } from './metadata.ts';
import { ZtunnelService, ZtunnelWorkload } from './readings.ts';

const answered = { pod: Type.String(), at: nullable(Type.String()) };

export const ComponentVersion = Type.Object({
  ...answered,
  /** as the component writes it: `1.30.1`, `1.31-dev.20260827` */
  version: Type.String(),
  /** revision of the source it was built from */
  build: Type.String(),
});
export type ComponentVersion = Static<typeof ComponentVersion>;

/** The mesh configuration that one istiod works with: defaults, ConfigMaps and environment put together. */
export const IstiodMesh = Type.Object({ ...answered, config: MeshConfig });
export type IstiodMesh = Static<typeof IstiodMesh>;

/** What one istiod would tell ztunnels, in the form of their dumps. */
export const AmbientView = Type.Object({
  ...answered,
  workloads: Type.Array(ZtunnelWorkload),
  services: Type.Array(ZtunnelService),
  /** `namespace/name`, sorted */
  policies: Type.Array(Type.String()),
});
export type AmbientView = Static<typeof AmbientView>;

export const CniReadiness = Type.Object({ ...answered, ready: Type.Boolean() });
export type CniReadiness = Static<typeof CniReadiness>;

/** What one istiod answers to whoever asks whether it is ready; the kubelet may have asked longer ago. */
export const IstiodReadiness = Type.Object({ ...answered, ready: Type.Boolean() });
export type IstiodReadiness = Static<typeof IstiodReadiness>;
