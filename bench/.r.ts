import { benchReview } from './review';
console.log(JSON.stringify(benchReview(2, console.log)));
