import { nameOf, type Ref } from '@hopscope/core';
import { createContext, use } from 'react';

/** Address of the page about an object; null where there is none. */
export type ObjectHref = (object: Ref) => string | null;

const NOWHERE: ObjectHref = () => null;

/** Which pages there are is the application's to say; panels that name an object lead to its page. */
export const ObjectHrefContext = createContext<ObjectHref>(NOWHERE);

export interface ObjectLinkProps {
  readonly object: Ref;
  /** other words than kind and name */
  readonly children?: React.ReactNode;
}

/** An object by kind and name, leading to its page where there is one. */
export function ObjectLink({ object, children }: ObjectLinkProps) {
  const href = use(ObjectHrefContext)(object);
  const words = children ?? `${object.kind} ${nameOf(object)}`;
  return href === null ? <span>{words}</span> : <a href={href}>{words}</a>;
}
