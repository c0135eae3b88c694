# Power against delay, one line an estimator: the figure of nanoseconds.md. From the project's folder:
#   build/release/tests/bench/calibrate --compare --data power.csv FILE...
#   gnuplot -e "data='power.csv'; output='docs/power-quiet.svg'; limit=100" docs/nanoseconds.gnuplot
set terminal svg size 900,560 font "sans-serif,13" background rgb "white"
set output output
set datafile separator ","
set key outside right top samplen 2
set xlabel "delay added to every operation, ns"
set ylabel "found in so much of all pairs, %"
set yrange [0:100]
set xrange [0:limit]
set grid ytics lc rgb "#dddddd"
set arrow from 0,95 to limit,95 nohead dt 2 lc rgb "#888888"
stats data skip 1 nooutput
# Eight colours, then the same with other dashes.
plot for [i=2:9] data using 1:i with lines lt i-1 lw 1.5 title columnheader(i), \
     for [i=10:17] data using 1:i with lines lt i-9 dt 2 lw 1.5 title columnheader(i), \
     for [i=18:STATS_columns] data using 1:i with lines lt i-17 dt 4 lw 1.5 title columnheader(i)
