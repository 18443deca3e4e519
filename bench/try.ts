import { benchProcessor } from './processor';
benchProcessor(3, console.log).then((r) => console.log(JSON.stringify(r)));
