const OWN_MESH = /^--(context|kubeconfig|bundle|prometheus|config)(=|$)/;

/** `npm start -- --port 8080` shows the demo; a flag that names a mesh serves that one; a command is taken as it is. */
export function chooseCommand(args) {
  if (args[0] !== undefined && !args[0].startsWith('-')) return args;
  return [args.some((argument) => OWN_MESH.test(argument)) ? 'serve' : 'demo', ...args];
}
