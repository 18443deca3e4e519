// the build without clustering, which octokit's plugins load too; the package types the full one only
declare module 'bottleneck/light.js' {
  // eslint-disable-next-line import-x/no-default-export -- the module's own form
  export { default } from 'bottleneck';
}
