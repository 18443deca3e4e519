// Preloaded into a run of the action at build time: writes the code that V8 compiled for each chunk when it ends, compressed.
const { writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const vm = require('node:vm');
const { constants, zstdCompressSync } = require('node:zlib');

const scripts = [];
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.push([options.filename, this]);
  }
};
process.on('exit', () => {
  for (const [filename, script] of scripts) {
    const code = zstdCompressSync(script.createCachedData(), { params: { [constants.ZSTD_c_compressionLevel]: 22 } });
    writeFileSync(join(process.env.CODE_CACHE_FOLDER, `${basename(filename)}.zst`), code);
  }
});
