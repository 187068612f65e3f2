/** Schemas that admit nothing but what they name, and the copy of a value that holds nothing else. */
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** The same schema in which every object refuses fields that it does not name. */
export function closed<T extends TSchema>(schema: T): T {
  return close(schema) as T;
}

type Node = Readonly<Record<string, unknown>>;

function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== 'object' || node === null) return node;
  const copy: Record<string, unknown> = {};
  // TypeBox keeps its own marks under keys that are not enumerable; they travel along.
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(node))) {
    if (property.enumerable) copy[key] = key === 'enum' || key === 'const' ? property.value : close(property.value);
    else Object.defineProperty(copy, key, property);
  }
  if (copy['type'] === 'object' && copy['properties'] !== undefined) copy['additionalProperties'] = false;
  return copy;
}

/**
 * A copy with the fields that the schema names and no other: whatever is added to a value elsewhere stays out until the schema
 * names it. Arrays of numbers are taken over as they are.
 */
export function keepNamed(schema: TSchema, value: unknown): unknown {
  const node = schema as unknown as Node;
  if (Array.isArray(node['anyOf'])) return keepVariant(node['anyOf'] as TSchema[], value);
  if (Array.isArray(value)) return isAnything(node) ? value : keepItems(node['items'] as TSchema | undefined, value);
  if (typeof value !== 'object' || value === null) return value;
  const properties = node['properties'] as Record<string, TSchema> | undefined;
  const patterns = node['patternProperties'] as Record<string, TSchema> | undefined;
  // A part of an object, as a remedy would write it: whatever stands in it was chosen by the check.
  if (isAnything(node)) return value;
  if (properties === undefined) {
    const [inner] = Object.values(patterns ?? {});
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (inner === undefined ? [] : [[key, keepNamed(inner, one)]])),
    );
  }
  const fields = value as Node;
  const kept = Object.keys(properties).filter((key) => Object.hasOwn(fields, key) && fields[key] !== undefined);
  return Object.fromEntries(kept.map((key) => [key, keepNamed(properties[key]!, fields[key])]));
}

const isAnything = (schema: Node): boolean => Object.keys(schema).every((key) => key === 'description');

function keepItems(items: TSchema | undefined, list: readonly unknown[]): unknown[] {
  if (items === undefined || typeof list[0] === 'number') return [...list];
  return list.map((item) => keepNamed(items, item));
}

/** Of several forms the one that fits; fields beyond it do not count, so each is tried on its own copy. */
function keepVariant(variants: readonly TSchema[], value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const variant of variants) {
    const copy = keepNamed(variant, value);
    if (Value.Check(variant, copy)) return copy;
  }
  return null;
}
