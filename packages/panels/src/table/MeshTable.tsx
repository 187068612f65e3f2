import { LinkTable, type LinkTableProps } from './LinkTable.tsx';
import { NodeTable } from './NodeTable.tsx';

export interface MeshTableProps extends LinkTableProps {
  readonly rows: 'links' | 'nodes';
}

/** The mesh as a table, of its links or of its nodes: a peer of the map. */
export function MeshTable({ rows, ...props }: MeshTableProps) {
  return rows === 'nodes' ? <NodeTable {...props} /> : <LinkTable {...props} />;
}
