"""What a learner takes home: a spreadsheet of live formulas, scripts, the worked solution on paper."""
