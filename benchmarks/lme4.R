# Fits the nested model to each CSV file given; prints seconds, REML criterion and spreads for each.
# Seconds are the least of several fits: R's start and the reading of the file are not counted.
suppressMessages(library(lme4))
for (file in commandArgs(trailingOnly = TRUE)) {
  rows <- read.csv(file, colClasses = c(leaf = "factor", muscle = "factor"))
  fits <- lapply(1:7, function(i) {
    took <- system.time(
      model <- suppressMessages(suppressWarnings(
        lmer(y ~ before + (1 | muscle) + (1 | leaf), data = rows, REML = TRUE)
      ))
    )
    list(model = model, seconds = took[["user.self"]] + took[["sys.self"]])
  })
  model <- fits[[1]]$model
  seconds <- min(sapply(fits, function(fit) fit$seconds))
  spread <- as.data.frame(VarCorr(model))
  sd <- setNames(spread$sdcor, spread$grp)
  cat(sprintf(
    "%.6f %.10f %.10g %.10g %.10g\n",
    seconds, REMLcrit(model), sd[["muscle"]], sd[["leaf"]], sd[["Residual"]]
  ))
}
