// Preloaded into every measured Node process: writes its peak resident memory when it ends.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

process.on('exit', () => {
  writeFileSync(join(process.env.BENCH_MEMORY_FOLDER, `${process.pid}.json`), JSON.stringify({ peakRssKb: process.resourceUsage().maxRSS }));
});
