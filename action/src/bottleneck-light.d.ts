// the build without clustering, which octokit's plugins load too; the package types the full one only
declare module 'bottleneck/light.js' {
  import Bottleneck = require('bottleneck');
  export = Bottleneck;
}
