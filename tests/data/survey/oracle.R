# R's own answers to tests/data/fgt.csv. Run from the root of the project:
#   Rscript tests/data/survey/oracle.R
# Needs the package survey; the answers are kept, so tests do not need R.
suppressMessages(library(survey))
options(digits = 17)
data <- read.csv("tests/data/fgt.csv")
line <- 351957.4
out <- NULL

fgt <- function(d, y) {
  poor <- !is.na(y) & y < line
  gap <- ifelse(poor, (line - y) / line, 0)
  d$p0 <- ifelse(is.na(y), NA, as.numeric(poor))
  d$p1 <- ifelse(is.na(y), NA, gap)
  d$p2 <- ifelse(is.na(y), NA, gap^2)
  d
}

add <- function(case, domain, variable, estimate, se, lower, upper, df) {
  row <- data.frame(case = case, domain = domain, variable = variable, estimate = estimate,
                    se = se, lower = lower, upper = upper, df = df)
  out <<- rbind(out, row)
}

# one row a variable; the limits once with the normal, once with Student's quantile
keep <- function(case, domain, names, stat, df, each = TRUE) {
  normal <- confint(stat)
  student <- confint(stat, df = df)
  for (i in seq_along(names)) {
    add(paste0(case, "/normal"), domain, names[i], coef(stat)[i], SE(stat)[i],
        normal[i, 1], normal[i, 2], Inf)
    add(paste0(case, "/t"), domain, names[i], coef(stat)[i], SE(stat)[i],
        student[i, 1], student[i, 2], df)
  }
}

p <- c("0", "1", "2")
data <- fgt(data, data$y)
whole <- svydesign(id = ~p, strata = ~s, weights = ~w, data = data)
keep("mean", "", p, svymean(~p0 + p1 + p2, whole), degf(whole))
keep("total", "", c("persons", "y"), svytotal(~persons + y, whole), degf(whole))
for (area in sort(unique(data$wilayah))) {
  part <- subset(whole, wilayah == area)
  keep("mean-domain", area, p, svymean(~p0 + p1 + p2, part), degf(part))
  keep("total-domain", area, "persons", svytotal(~persons, part), degf(part))
}
by <- svyby(~p0, ~wilayah, whole, svymean)
for (i in seq_len(nrow(by)))
  add("by/normal", by$wilayah[i], "0", by$p0[i], by$se[i], confint(by)[i, 1], confint(by)[i, 2], Inf)

# persons, not households: a ratio of totals; the same as a mean with weights w x persons
ratio <- function(design) svyratio(~I(p0 * persons) + I(p1 * persons) + I(p2 * persons),
                                   ~persons, design, na.rm = TRUE)
keep("ratio", "", p, ratio(whole), degf(whole))
for (area in sort(unique(data$wilayah)))
  keep("ratio-domain", area, p, ratio(subset(whole, wilayah == area)),
       degf(subset(whole, wilayah == area)))
person <- svydesign(id = ~p, strata = ~s, weights = ~I(w * persons), data = data)
keep("persons", "", p, svymean(~p0 + p1 + p2, person), degf(person))

# every 37th household did not say what it spends
gaps <- fgt(data, ifelse(data$id %% 37 == 0, NA, data$y))
missing <- svydesign(id = ~p, strata = ~s, weights = ~w, data = gaps)
keep("missing", "", p, svymean(~p0 + p1 + p2, missing, na.rm = TRUE), degf(missing))
for (area in c("D01", "D09"))
  keep("missing-domain", area, p,
       svymean(~p0 + p1 + p2, subset(missing, wilayah == area), na.rm = TRUE),
       degf(subset(missing, wilayah == area)))
keep("missing-ratio", "", p, ratio(missing), degf(missing))

# PSUs drawn without replacement
finite <- svydesign(id = ~p, strata = ~s, weights = ~w, fpc = ~psus, data = data)
keep("fpc", "", p, svymean(~p0 + p1 + p2, finite), degf(finite))

# strata 7 and 31 keep their first PSU alone
few <- subset(data, !(s %in% c(7, 31)) | p %in% c(121, 601))
alone <- svydesign(id = ~p, strata = ~s, weights = ~w, data = few)
for (choice in c("adjust", "certainty", "remove", "average")) {
  options(survey.lonely.psu = choice)
  keep(paste0("lonely-", choice), "", p, svymean(~p0 + p1 + p2, alone), degf(alone))
  keep(paste0("lonely-total-", choice), "", "persons", svytotal(~persons, alone), degf(alone))
  for (area in c("D03", "D11")) {
    part <- subset(alone, wilayah == area)
    keep(paste0("lonely-domain-", choice), area, p, svymean(~p0 + p1 + p2, part), degf(part))
  }
}

# no design: every household its own PSU, one stratum
simple <- svydesign(id = ~1, weights = ~w, data = data)
keep("simple", "", p, svymean(~p0 + p1 + p2, simple), degf(simple))
strange <- svymean(~factor(persons), whole)
keep("proportion", "", sub("factor(persons)", "", names(strange), fixed = TRUE), strange, degf(whole))

number <- sapply(out, is.numeric)
out[number] <- lapply(out[number], function(x) formatC(x, digits = 17, format = "g", width = -1))
write.csv(out, "tests/data/survey/oracle.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, "survey", as.character(packageVersion("survey")), nrow(out), "rows\n")
