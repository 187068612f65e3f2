/** Address of what a check says of itself. */
export const checkUrl = (id: string): string => `/checks#${id}`;
