// Voilà fetches MathJax for every page, by default from a public address. The pages show no
// formulae, so this file stands in for it and does nothing.
window.MathJax = {
  Hub: { Config() {}, Configured() {}, Queue() {}, Register: { StartupHook() {} } },
};
