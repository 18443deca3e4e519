exports.info = (text) => console.log(`INFO: ${text}`);
