declare module 'virtual:world' {
  import type { Topology } from 'topojson-specification';
  const world: Topology;
  export default world;
}
declare module 'virtual:countries' {
  const names: Record<string, string>;
  export default names;
}
