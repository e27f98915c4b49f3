echo "all $(cat parts/one) passed"
