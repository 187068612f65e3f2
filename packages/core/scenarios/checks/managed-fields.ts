/** `metadata.managedFields` of an object of which one label or annotation was last written at a time. */
export const owned = (of: 'f:labels' | 'f:annotations', key: string, time: string) => [
  { manager: 'test', operation: 'Update', time, fieldsV1: { 'f:metadata': { [of]: { '.': {}, [`f:${key}`]: {} } } } },
];
